/** How well a trained model predicts a table that has the measured values too. */
import { loadChemistry } from '../chem/index.node.ts';
import { openTable } from '../data/index.node.ts';
import { featureRowsOf, followFeatures, type LoadedDataset, loadDataset } from '../data/index.ts';
import { computeMetrics, type MetricValues } from '../metrics/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import { defaultMetric, metricFor } from '../tasks/index.ts';
import { openFileFeatures } from './file-features.node.ts';
import { readModelFile } from './model-file.node.ts';
import { openModelPredictor } from './model-predictor.ts';

export interface EvaluateRunOptions {
  /** A run folder or a model.onnx. */
  readonly model: string;
  readonly input: string;
  /** Features that the model wants of a file: a row for each row of the table, or for each id. */
  readonly featuresPath?: string | undefined;
  /** Column of ids in the table and in that file. Default: rows go by their order. */
  readonly featuresIdColumn?: string | undefined;
  readonly smilesColumns?: readonly string[] | undefined;
  readonly header?: boolean;
  /** Further metrics beside the default of the task type. */
  readonly metrics?: readonly string[];
  readonly threads?: number | undefined;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: 'native' | 'wasm' | undefined;
}

export interface EvaluateRunResult extends Omit<LoadedDataset, 'dataset'> {
  readonly card: ModelCard;
  /** Rows that were compared. */
  readonly molecules: number;
  readonly metrics: MetricValues;
}

/** Throws CheckpointError for the model, DataError if the table lacks the model's targets. */
export async function evaluateRun(options: EvaluateRunOptions): Promise<EvaluateRunResult> {
  const { bytes, path, card } = await readModelFile(options.model);
  const features = await openFileFeatures(card, options, path);
  const fallback: string[] = [];
  const onFallback = (message: string): void => {
    fallback.push(message);
  };
  const [chemistry, runtime] = await Promise.all([
    loadChemistry(),
    loadRuntime({ ...(options.backend && { backend: options.backend }), onFallback }),
  ]);
  const table = await openTable(options.input, { header: options.header ?? true });
  const followed = features && followFeatures([table], features.table);
  const { dataset, ...loaded } = await loadDataset(followed?.tables[0] ?? table, chemistry, {
    smilesColumns: options.smilesColumns,
    targetColumns: card.tasks,
    taskType: card.taskType,
    classes: card.classes,
    maxAtoms: card.maxAtoms,
    largestFragment: card.largestFragment,
  });
  const fromFile = features && Array.from(featureRowsOf(dataset, features.table, followed!), features.read);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const predictor = await openModelPredictor(bytes, { runtime, chemistry, where: path, ...threads });
  const predictions = await predictor.predictMolecules(dataset.molecules, fromFile);
  await predictor.release();
  const metrics = [
    defaultMetric(card.taskType),
    ...(options.metrics ?? []).map((name) => metricFor(card.taskType, name)),
  ];
  const values = computeMetrics(metrics, dataset.targets, predictions);
  const warnings = [...fallback, ...loaded.warnings, ...(features?.warnings ?? []), ...predictor.warnings];
  return { ...loaded, warnings, card, molecules: dataset.smiles.length, metrics: values };
}
