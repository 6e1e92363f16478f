/**
 * The script of a page that has a model, RDKit and ONNX Runtime in its own text: paste molecules, see what the model predicts, save it
 * as a CSV. The same script, started as a worker, computes (open-model.ts); molecules are asked for a few at a time.
 */
import {
  findTask,
  fromBase64,
  headerLine,
  type PortLike,
  predictionColumns,
  predictionLine,
} from '../../src/index.web.ts';
import { answerTable, mostRows, type ShownAnswer } from './answer-table.ts';
import { element } from './element.ts';
import { openModel, serveModel } from './open-model.ts';
import { predictorForm } from './predictor-form.ts';

/** Molecules between two reports of how far it is. */
const chunkSize = 16;

if ('document' in globalThis) openPage(document.getElementById('predictor')!);
else serveModel(self as unknown as PortLike);

function openPage(container: HTMLElement): void {
  container.append(element('p', { role: 'status' }, 'Opening the model …'));
  start(container).catch((error: unknown) => {
    container.replaceChildren(
      element('p', { role: 'alert' }, `The model cannot be opened: ${(error as Error).message}`),
    );
  });
}

async function start(container: HTMLElement): Promise<void> {
  const [model, rdkit, onnxruntime] = await Promise.all([
    unpacked('model'),
    unpacked('rdkit'),
    unpacked('onnxruntime'),
  ]);
  const script = document.getElementById('script')!.textContent!;
  const { client, opened } = await openModel(script, { model, rdkit, onnxruntime });
  const { card, targets, warnings, coverage } = opened;
  const { predictionOf } = findTask(card.taskType).words;
  const headings = card.tasks.map((task) => (predictionOf ? `${predictionOf} ${task}` : task));

  predictorForm(container, {
    warnings,
    async predict(smiles, { onProgress, isStopped }) {
      const answers: ShownAnswer[] = [];
      for (let from = 0; from < smiles.length && !isStopped(); from += chunkSize) {
        const chunk = smiles.slice(from, from + chunkSize);
        const answered = await client.call('predict', { smiles: chunk, withDrawings: from < mostRows });
        answers.push(...answered.map((answer, index) => ({ smiles: chunk[index]!, ...answer })));
        onProgress(answers.length);
      }
      const table = answerTable(answers, { card, headings, ...(coverage !== undefined && { coverage }) });
      return { table, csv: () => csvOf(answers) };
    },
  });

  function csvOf(answers: readonly ShownAnswer[]): string {
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
