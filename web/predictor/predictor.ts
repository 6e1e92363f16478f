/**
 * The script of a page that has a model, RDKit and ONNX Runtime in its own text: paste molecules, see what the model predicts, save it
 * as a CSV. Everything runs on the thread of the page, since a file on a disk has no workers; molecules are computed a few at a time.
 */
import {
  findTask,
  fromBase64,
  headerLine,
  loadChemistry,
  loadRuntime,
  openModelPredictor,
  predictionColumns,
  predictionLine,
  readModelCard,
} from '../../src/index.web.ts';
import { answerTable, type ShownAnswer } from './answer-table.ts';
import { element } from './element.ts';
import { predictorForm } from './predictor-form.ts';

/** Of the intervals and sets of classes. */
const coverage = 0.9;
/** Molecules that are computed before the page is drawn again. */
const chunkSize = 16;

const place = document.getElementById('predictor')!;
place.append(element('p', { role: 'status' }, 'Opening the model …'));
start().catch((error: unknown) => {
  place.replaceChildren(element('p', { role: 'alert' }, `The model cannot be opened: ${(error as Error).message}`));
});

async function start(): Promise<void> {
  const [model, rdkit, onnxruntime] = await Promise.all(['model', 'rdkit', 'onnxruntime'].map(unpacked));
  const chemistry = await loadChemistry(rdkit!);
  const runtime = loadRuntime({ files: { wasm: onnxruntime! }, threads: 1 });
  const where = 'the model in this page';
  const card = readModelCard(model!, where);
  const intervals = card.trust?.conformal ? { coverage } : {};
  const options = { runtime, chemistry, where, withApplicability: 'if-kept', ...intervals } as const;
  const predictor = await openModelPredictor(model!, options);
  const { predictionOf } = findTask(card.taskType).words;
  const headings = card.tasks.map((task) => (predictionOf ? `${predictionOf} ${task}` : task));
  const draw = (smiles: string): string | undefined => chemistry.draw(smiles, { width: 240, height: 180 });

  predictorForm(place, {
    warnings: predictor.warnings,
    async predict(smiles, { onProgress, isStopped }) {
      const answers: ShownAnswer[] = [];
      for (let from = 0; from < smiles.length && !isStopped(); from += chunkSize) {
        const chunk = smiles.slice(from, from + chunkSize);
        const predictions = await predictor.predict(chunk);
        answers.push(...chunk.map((one, index) => ({ smiles: one, prediction: predictions[index]! })));
        onProgress(answers.length);
        await new Promise((resolve) => setTimeout(resolve));
      }
      return { table: answerTable(answers, { card, headings, draw, ...intervals }), csv: () => csvOf(answers) };
    },
  });

  function csvOf(answers: readonly ShownAnswer[]): string {
    const { targets } = predictor;
    const lines = answers.map(({ smiles, prediction }) => predictionLine([smiles], prediction, targets));
    return `${[headerLine(['smiles'], predictionColumns(['smiles'], targets)), ...lines].join('\n')}\n`;
  }
}

/** The bytes that the page has under a name. */
async function unpacked(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = fromBase64(document.getElementById(id)!.textContent!) as Uint8Array<ArrayBuffer>;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
