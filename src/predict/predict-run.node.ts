/** Predicting a table with a trained model as one call: threads opened, columns found, output written. */
import { availableParallelism } from 'node:os';
import { loadChemistry } from '../chem/index.node.ts';
import { rowsOfGroup } from '../data/index.ts';
import { threadClient } from '../platform/index.node.ts';
import type { Client } from '../platform/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { type Backend, onDevice, threadsAtOnce } from '../runtime/index.ts';
import type { ModelFile } from './join-model-files.ts';
import { readModelFiles } from './model-file.node.ts';
import type { ModelPredictor } from './model-predictor.ts';
import { type MoleculeTable, type MoleculeTableOptions, openMoleculeTable } from './molecule-table.node.ts';
import { openPredictor } from './open-predictor.node.ts';
import { type PredictFileOptions, type PredictFileResult, predictFile } from './predict-file.node.ts';
import type { PredictionSummary } from './predict-table.ts';
import type { AskedTrust } from './predictor.ts';
import { openPredictorPool, type PredictorPool, predictionThread } from './predictor-pool.node.ts';
import type { ServedPredictor } from './serve-predictor.ts';
import { trustOptionsOf } from './trust-options.ts';

export interface PredictRunOptions
  extends MoleculeTableOptions,
    Pick<PredictFileOptions, 'onInvalid' | 'dropExtraColumns'>,
    AskedTrust {
  /** A run folder or a model.onnx; several predict together. */
  readonly model: string | readonly string[];
  readonly output: string;
  readonly overwrite?: boolean;
  /** Add how similar the most similar training molecule is, which one, and what it was labeled. Default false. */
  readonly withApplicability?: boolean | undefined;
  /** The model gives vectors: their columns are named as its targets are. Default false. */
  readonly areVectors?: boolean | undefined;
  /** Threads. Default: all cores. */
  readonly workers?: number | undefined;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: Backend | undefined;
}

export interface PredictRunHooks {
  readonly signal?: AbortSignal;
  /** Called once, before the first row: what was found. */
  readonly onStart?: (card: ModelCard, notes: readonly string[], warnings: readonly string[]) => void;
  readonly onProgress?: (summary: PredictionSummary) => void;
}

export interface PredictRunResult extends PredictFileResult {
  /** What was noticed of the table while its rows were read. */
  readonly notes: readonly string[];
}

/**
 * Every input row comes out, in order, with all its cells, a prediction a target, and a reason where there is none. A table of up to
 * 256 rows is predicted on the thread that asks.
 * Throws CheckpointError for the model, DataError for the table, ConfigError for the output.
 */
export function predictRun(options: PredictRunOptions, hooks: PredictRunHooks = {}): Promise<PredictRunResult> {
  return onDevice(options.backend, 'a prediction', () => predictHere(options, hooks));
}

async function predictHere(options: PredictRunOptions, hooks: PredictRunHooks): Promise<PredictRunResult> {
  const { onStart, ...watching } = hooks;
  const model = await readModelFiles(options.model);
  const { withApplicability, areVectors, output, overwrite = false, onInvalid, dropExtraColumns } = options;
  const trustOptions = trustOptionsOf(model.card, options, model.path);
  const table = await openMoleculeTable(model, options, { chemistry: await loadChemistry(), signal: hooks.signal });
  const pool = await openPool(model, table, options);
  try {
    onStart?.(model.card, table.notes, [...pool.warnings, ...table.warnings]);
    const result = await predictFile(table, {
      ...{ structureOf: table.structureOf, smilesColumn: table.smilesColumn },
      targets: { ...model.card, withApplicability, areVectors, trustOptions },
      ...{ output, overwrite, onInvalid, dropExtraColumns },
      predictors: pool.predictors,
      ...watching,
    });
    return { ...result, notes: table.laterNotes() };
  } finally {
    await pool.close();
  }
}

async function openPool(
  { bytes, path }: ModelFile,
  { length }: MoleculeTable,
  { backend, workers, withApplicability, uncertainty, coverage }: PredictRunOptions,
): Promise<PredictorPool> {
  const asked = { backend, where: path, withApplicability, uncertainty, coverage };
  // A thread takes a group of rows at a time, and a second of processor time to begin: a table of one group has no work for any.
  if (length !== undefined && length <= rowsOfGroup) return withoutThreads(await openPredictor(bytes, asked));
  const most = threadsAtOnce(backend, workers ?? availableParallelism());
  const size = length === undefined ? most : Math.min(most, Math.ceil(length / rowsOfGroup));
  return openPredictorPool(startThread, bytes, size, asked);
}

function withoutThreads(predictor: ModelPredictor): PredictorPool {
  return { predictors: [predictor], warnings: predictor.warnings, close: () => predictor.release() };
}

function startThread(): Client<ServedPredictor> {
  const module = new URL('./load-predictor.node.js', import.meta.url);
  return threadClient<typeof import('./load-predictor.node.ts')>(module, predictionThread);
}
