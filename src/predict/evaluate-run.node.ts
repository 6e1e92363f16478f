/** How well a trained model predicts a table that has the measured values too. */

import { ConfigError, DataError, setting } from '../base/index.ts';
import { loadChemistry } from '../chem/index.node.ts';
import type { Chemistry } from '../chem/index.ts';
import { openTable } from '../data/index.node.ts';
import {
  type Dataset,
  featureRowsOf,
  followColumns,
  followFeatures,
  type LabelOptions,
  type LoadedDataset,
  loadDataset,
  missingValues,
  type Table,
} from '../data/index.ts';
import type { MetricValues, Predictions } from '../metrics/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import { type Backend, onDevice, type Runtime } from '../runtime/index.ts';
import type { TaskType } from '../tasks/index.ts';
import { tableColumns } from './feature-reader.ts';
import { openFileFeatures } from './file-features.node.ts';
import type { ModelFile } from './join-model-files.ts';
import { judgePredictions } from './judge-predictions.ts';
import { readModelFiles } from './model-file.node.ts';
import { openModelPredictor } from './model-predictor.ts';
import { findTrainedRows, type TrainedRowsAnswer } from './trained-rows.node.ts';
import { joinUnseen, unseenElements, unseenSentence } from './unseen-elements.ts';

export interface EvaluateRunOptions {
  /** A run folder or a model.onnx; several predict together. */
  readonly model: string | readonly string[];
  readonly input: string;
  /** Features that the model wants of a file: a row for each row of the table, or for each id. */
  readonly featuresPath?: string | undefined;
  /** Column of ids in the table and in that file. Default: rows go by their order. */
  readonly featuresIdColumn?: string | undefined;
  readonly smilesColumns?: readonly string[] | undefined;
  readonly header?: boolean;
  /** Columns of the table that hold the model's targets, in the model's order. Default: those of the same names. */
  readonly targetColumns?: readonly string[] | undefined;
  /** Must be the model's. */
  readonly taskType?: TaskType | undefined;
  /** How labels are read. Default: as the run that made the model read its own. */
  readonly labels?: LabelReading | undefined;
  /** Further metrics beside the default of the task type. */
  readonly metrics?: readonly string[];
  readonly threads?: number | undefined;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: Backend | undefined;
}

export interface EvaluateRunResult extends Omit<LoadedDataset, 'dataset'> {
  readonly card: ModelCard;
  /** Rows that were compared. */
  readonly molecules: number;
  readonly metrics: MetricValues;
  /** Rows that the model was trained on, or why that is not known. */
  readonly trained: TrainedRowsAnswer;
  /** Of the rows that it was not trained on; undefined if it was trained on none or on all of them. */
  readonly restMetrics?: MetricValues | undefined;
}

interface LabelReading
  extends Pick<LabelOptions, 'labelMap' | 'threshold' | 'censored' | 'unreadableLabels' | 'targetUnit'> {
  /** Share of refused rows above which it stops. */
  readonly maxRejected?: number | undefined;
}

/** Throws CheckpointError for the model, DataError if the table lacks the model's targets. */
export function evaluateRun(options: EvaluateRunOptions): Promise<EvaluateRunResult> {
  return onDevice(options.backend, 'an evaluation', () => evaluateHere(options));
}

async function evaluateHere(options: EvaluateRunOptions): Promise<EvaluateRunResult> {
  const model = await readModelFiles(options.model);
  const { card, parts } = model;
  refuseOtherTask(card, options);
  const tools = await loadTools(options);
  const { dataset, loaded, given, warnings } = await readMeasured(model, options, tools.chemistry);
  const predicted = await predictAll(model, { molecules: dataset.molecules, given }, { ...tools, ...options });
  const trained = await findTrainedRows({ models: parts, card, input: options.input }, dataset, tools.chemistry);
  return {
    ...loaded,
    warnings: [
      ...[...tools.fallback, ...loaded.warnings, ...limitNotes(dataset), ...unseenNotes(dataset, card)],
      ...[...warnings, ...predicted.warnings],
    ],
    card,
    molecules: dataset.smiles.length,
    trained,
    ...judgePredictions(dataset, predicted.predictions, {
      card,
      names: options.metrics ?? [],
      rest: 'unknown' in trained ? [] : trained.rest,
    }),
  };
}

interface Tools {
  readonly chemistry: Chemistry;
  readonly runtime: Runtime;
  /** Why the runtime is not the one that was expected. */
  readonly fallback: readonly string[];
}

async function loadTools({ backend }: EvaluateRunOptions): Promise<Tools> {
  const fallback: string[] = [];
  const onFallback = (message: string): void => {
    fallback.push(message);
  };
  const [chemistry, runtime] = await Promise.all([
    loadChemistry(),
    loadRuntime({ ...(backend && { backend }), onFallback }),
  ]);
  return { chemistry, runtime, fallback };
}

interface Measured {
  readonly dataset: Dataset;
  /** What was found while it was read. */
  readonly loaded: Omit<LoadedDataset, 'dataset'>;
  /** What the model wants beside each structure, [molecules][features]. */
  readonly given: readonly Float64Array[];
  /** Of the features beside the structures. */
  readonly warnings: readonly string[];
}

/** The table with what was measured, read as the run that made the model read its own. */
async function readMeasured(
  { card, path }: ModelFile,
  options: EvaluateRunOptions,
  chemistry: Chemistry,
): Promise<Measured> {
  const features = await openFileFeatures(card, options, path);
  const table = await openTable(options.input, { header: options.header ?? true });
  const followed = features && followFeatures([table], features.table);
  const names = tableColumns(card);
  const columns = followColumns(followed?.tables ?? [table], names);
  if (options.targetColumns === undefined) refuseMissingTargets(table, card);
  const { dataset, ...loaded } = await loadDataset(columns.tables[0]!, chemistry, {
    smilesColumns: options.smilesColumns,
    targetColumns: options.targetColumns ?? card.labels?.columns ?? card.tasks,
    ...labelReading(card, options.labels),
    targetTransform: card.labels?.transform,
    taskType: card.taskType,
    isComparison: true,
    classes: card.classes,
    maxAtoms: card.maxAtoms,
    largestFragment: card.largestFragment,
    atomOrder: card.atomOrder,
  });
  const ofFile = features && Array.from(featureRowsOf(dataset, features.table, followed!), features.read);
  const own = Array.from(dataset.tableRows, (row) => columns.of(row));
  const given = own.map((values, molecule) => Float64Array.of(...(ofFile?.[molecule] ?? []), ...values));
  const lacking = missingValues({ names, values: Float64Array.from(own.flatMap((values) => [...values])) });
  return { dataset, loaded, given, warnings: [...(features?.warnings ?? []), ...columns.notes(), ...lacking] };
}

interface Predicted {
  readonly predictions: Predictions;
  readonly warnings: readonly string[];
}

async function predictAll(
  { bytes, path }: ModelFile,
  { molecules, given }: Pick<Dataset, 'molecules'> & Pick<Measured, 'given'>,
  { runtime, chemistry, threads }: Tools & Pick<EvaluateRunOptions, 'threads'>,
): Promise<Predicted> {
  const machine = { runtime, chemistry, ...(threads !== undefined && { threads }) };
  const predictor = await openModelPredictor(bytes, { ...machine, where: path });
  try {
    return { predictions: await predictor.predictMolecules(molecules, given), warnings: predictor.warnings };
  } finally {
    await predictor.release();
  }
}

function limitNotes({ bounds }: Dataset): string[] {
  const limits = bounds?.filter((side) => side !== 0).length ?? 0;
  return limits > 0 ? [`Labels that are limits are left out of the metrics: ${limits}.`] : [];
}

/** Molecules with elements that the model was not trained on. */
function unseenNotes({ molecules }: Dataset, { elements }: ModelCard): string[] {
  const trained = elements && new Set(elements);
  const unseen = joinUnseen(
    undefined,
    molecules.map((molecule) => unseenElements(molecule, trained)),
  );
  return unseen ? [unseenSentence(unseen)] : [];
}

/** What the run read of its labels belongs to the model; what is given here wins. */
function labelReading({ labels: ofRun }: ModelCard, given: LabelReading = {}): LabelReading {
  const map = ofRun?.map && new Map(Object.entries(ofRun.map));
  return {
    labelMap: given.labelMap ?? map,
    threshold: given.threshold ?? ofRun?.threshold,
    censored: given.censored ?? ofRun?.censored,
    unreadableLabels: given.unreadableLabels ?? ofRun?.unreadable,
    targetUnit: given.targetUnit ?? ofRun?.unit,
    maxRejected: given.maxRejected ?? ofRun?.maxRejected,
  };
}

/** Throws DataError for a table that calls the model's targets otherwise. */
function refuseMissingTargets({ columns, name }: Table, { labels, tasks }: ModelCard): void {
  const wanted = labels?.columns ?? tasks;
  const missing = wanted.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  throw new DataError({
    code: 'column-missing',
    path: ['data', 'targetColumns'],
    what: `what the model predicts is no column of the table: ${missing.join(', ')} (columns: ${columns.join(', ')})`,
    where: name,
    advice: `If the table calls it otherwise: ${setting('data.targetColumns', 'NAME')}${wanted.length > 1 ? `, in the order ${wanted.join(', ')}` : ''}.`,
  });
}

function refuseOtherTask({ taskType, tasks }: ModelCard, given: EvaluateRunOptions): void {
  if (given.taskType !== undefined && given.taskType !== taskType) {
    throw new ConfigError({
      code: 'task-type-mismatch',
      path: ['data', 'taskType'],
      what: `the model is one of ${taskType}, and ${given.taskType} is asked for`,
      advice: 'Leave it out: the model knows what it predicts.',
    });
  }
  if (given.targetColumns === undefined || given.targetColumns.length === tasks.length) return;
  throw new ConfigError({
    code: 'wrong-value',
    path: ['data', 'targetColumns'],
    what: `${given.targetColumns.length} columns are named for the ${tasks.length} targets of the model (${tasks.join(', ')})`,
    advice: "Name one for each, in the model's order.",
  });
}
