/** The models that the prediction worker holds, with what was predicted by them and what their predictions are compared with. */
import {
  type Backend,
  CheckpointError,
  type ExplanationSource,
  findTask,
  type ModelPredictor,
  type ModelPredictorOptions,
  openModelPredictor,
  RunError,
  readModelCard,
  tryDevice,
} from '../../../src/index.web.ts';
import type { OpenedModel, TableFile } from '../protocol.ts';
import { exampleTable, openChemistry, openRuntime } from '../site-files.ts';
import { openTable } from '../tables/open-files.ts';
import { Percentiles } from './percentiles.ts';
import type { PredictedRows } from './predicted-rows.ts';

/** Of the intervals and sets of classes beside predictions. */
const coverage = 0.9;

export interface HeldModel {
  readonly predictor: ModelPredictor;
  readonly bytes: Uint8Array;
  readonly options: ModelPredictorOptions;
  /** Tables that it predicted, by their numbers. */
  readonly tables: Map<number, PredictedRows>;
  /** Labels of its training molecules, where it keeps them and they have an order. */
  readonly training: Percentiles | undefined;
  /** Opened with the first molecule that is explained: it is a second network. */
  explanations?: Promise<ExplanationSource>;
  /** Predicted with the first question about them. */
  medicines?: Promise<Percentiles>;
}

const models = new Map<number, HeldModel>();
let opened = 0;

export interface OpenModelInput {
  readonly file: TableFile;
  readonly threads: number;
  /** Undefined: the CPU. */
  readonly backend: Backend | undefined;
}

/** Starts RDKit and ONNX Runtime on the CPU: a model that is opened later waits for neither. */
export async function prepare(threads: number): Promise<void> {
  const runtime = await openRuntime({ backend: undefined, threads, onWarning: () => {} });
  await Promise.all([openChemistry(), tryDevice(runtime, { where: 'this page', advice: 'Reload the page.' })]);
}

export async function openModel({ file: { name, content }, threads, backend }: OpenModelInput): Promise<OpenedModel> {
  // Both load beside each other. What goes wrong is thrown where it is awaited.
  const chemistry = openChemistry();
  chemistry.catch(() => {});
  const bytes = new Uint8Array(await content.arrayBuffer());
  const { trust } = readModelCard(bytes, name);
  const cautions: string[] = [];
  const onWarning = (message: string): void => void cautions.push(message);
  const runtime = await openRuntime({ backend, threads, onWarning });
  const said = trust?.conformal ? { coverage } : {};
  const loading = { runtime, chemistry, threads, where: name };
  const predictor = await openModelPredictor(bytes, { ...loading, ...said, withApplicability: 'if-kept' });
  await refuseFeatureFile(predictor, name);
  const id = opened++;
  const options = { ...loading, chemistry: await chemistry };
  models.set(id, { predictor, bytes, options, tables: new Map(), training: trainingPercentiles(predictor) });
  return { id, name, card: predictor.card, warnings: [...cautions, ...predictor.warnings], ...said };
}

/** Throws RunError for one that was closed. */
export function modelOf(id: number): HeldModel {
  const held = models.get(id);
  if (!held) throw new RunError({ what: 'this model was closed', advice: 'Open it again.' });
  return held;
}

export async function closeModel(id: number): Promise<void> {
  const held = models.get(id);
  models.delete(id);
  await held?.predictor.release();
  await (await held?.explanations)?.release();
}

/** Percentiles among the built-in medicines, as this model predicts them. */
export async function medicinePercentiles(held: HeldModel): Promise<Percentiles> {
  held.medicines ??= predictMedicines(held.predictor);
  return held.medicines;
}

async function predictMedicines(predictor: ModelPredictor): Promise<Percentiles> {
  const table = await openTable(await exampleTable());
  const structure = table.columns.indexOf('smiles');
  const smiles: string[] = [];
  for await (const { cells } of table.rows) smiles.push(cells[structure]!);
  const predictions = await predictor.predict(smiles);
  const { tasks } = predictor.card;
  return new Percentiles(
    tasks.map((_, task) =>
      hasOrder(predictor) ? predictions.flatMap(({ values }) => (values ? [values[task]!] : [])) : undefined,
    ),
  );
}

/** Labels of classes have no percentiles worth a number. */
function trainingPercentiles({ training, card }: ModelPredictor): Percentiles | undefined {
  if (!training || findTask(card.taskType).labels.hasClasses) return undefined;
  const { labels, tasks } = training;
  return new Percentiles(
    Array.from({ length: tasks }, (_, task) => labels.filter((_label, index) => index % tasks === task)),
  );
}

/** One output a target: a quantity or a probability. */
function hasOrder({ card }: ModelPredictor): boolean {
  return card.classes === undefined;
}

/** A page reads tables of molecules, and no file of features beside them. */
async function refuseFeatureFile(predictor: ModelPredictor, where: string): Promise<void> {
  const { features } = predictor.card;
  if (!features?.fromFile) return;
  await predictor.release();
  const names = features.names.slice(-features.fromFile);
  throw new CheckpointError({
    what: `this model reads ${features.fromTable === features.fromFile ? 'columns of its table' : 'features from a file'} (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''})`,
    where,
    advice: 'Predict with it on the command line: graphsam predict --features-path FILE.',
  });
}
