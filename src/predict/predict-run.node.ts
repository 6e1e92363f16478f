/** Predicting a table with a trained model as one call: threads opened, columns found, output written. */
import { availableParallelism } from 'node:os';
import { loadChemistry } from '../chem/index.node.ts';
import { isRejection } from '../chem/index.ts';
import { openTable } from '../data/index.node.ts';
import {
  type ByteRange,
  type ColumnReader,
  chooseColumns,
  columnReader,
  type FeatureRow,
  type FeatureRows,
  type FeatureTable,
  followFeatures,
  interruptibleTable,
  requireRows,
  rowsOfGroup,
  sampleRows,
  type TableRow,
} from '../data/index.ts';
import { threadClient } from '../platform/index.node.ts';
import type { Client } from '../platform/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { type Backend, onDevice, threadsAtOnce } from '../runtime/index.ts';
import { tableColumns } from './feature-reader.ts';
import { type OpenFileFeatures, openFileFeatures } from './file-features.node.ts';
import { readModelFiles } from './model-file.node.ts';
import { trustOptionsOf } from './model-predictor.ts';
import { type PredictFileOptions, type PredictFileResult, predictFile } from './predict-file.node.ts';
import type { PredictionSummary } from './predict-table.ts';
import type { AskedTrust, StructureRecord } from './predictor.ts';
import { openPredictorPool, predictionThread } from './predictor-pool.node.ts';
import type { ServedPredictor } from './serve-predictor.ts';

export interface PredictRunOptions extends Pick<PredictFileOptions, 'onInvalid' | 'dropExtraColumns'>, AskedTrust {
  /** A run folder or a model.onnx; several predict together. */
  readonly model: string | readonly string[];
  /** The table with the molecules. */
  readonly input: string;
  readonly output: string;
  /** Only the rows that begin there, in bytes of the unpacked table. Default: all. */
  readonly range?: ByteRange | undefined;
  readonly overwrite?: boolean;
  /** Features that the model wants of a file: a row for each row of the table, or for each id. */
  readonly featuresPath?: string | undefined;
  /** Column of ids in the table and in that file. Default: rows go by their order. */
  readonly featuresIdColumn?: string | undefined;
  readonly smilesColumns?: readonly string[] | undefined;
  /** Whether the first line of a CSV names the columns. Default true. */
  readonly header?: boolean;
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
 * Every input row comes out, in order, with all its cells, a prediction a target, and a reason where there is none.
 * Throws CheckpointError for the model, DataError for the table, ConfigError for the output.
 */
export function predictRun(options: PredictRunOptions, hooks: PredictRunHooks = {}): Promise<PredictRunResult> {
  return onDevice(options.backend, 'a prediction', () => predictHere(options, hooks));
}

async function predictHere(options: PredictRunOptions, hooks: PredictRunHooks): Promise<PredictRunResult> {
  const model = await readModelFiles(options.model);
  const { withApplicability, areVectors, uncertainty, coverage } = options;
  const trustOptions = trustOptionsOf(model.card, options, model.path);
  const features = await openFileFeatures(model.card, options, model.path);
  const header = options.header ?? true;
  const found = await openTable(options.input, { header, range: options.range });
  const opened = hooks.signal ? interruptibleTable(found, hooks.signal) : found;
  const followed = features && followFeatures([opened], features.table);
  const table = followed?.tables[0] ?? opened;
  // What the columns are is seen in the beginning of the table, whatever part of it is predicted.
  const { sample, isWhole, rows } = options.range
    ? { sample: await sampleOf(options.input, header), isWhole: false, rows: table.rows }
    : await sampleRows(table);
  const chemistry = await loadChemistry();
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const ownColumns = tableColumns(model.card);
  const readColumns = ownColumns.length > 0 ? columnReader(table, ownColumns) : undefined;
  const choice = chooseColumns(
    table,
    { smilesColumns: options.smilesColumns },
    { sample, isMolecule, wantTargets: false },
  );
  const { backend } = options;
  const most = threadsAtOnce(backend, options.workers ?? availableParallelism());
  // A thread takes a group of rows at a time, and a second or so to begin: short tables have no work for more.
  const size = isWhole ? Math.min(most, Math.max(1, Math.ceil(sample.length / rowsOfGroup))) : most;
  const pool = await openPredictorPool(startThread, model.bytes, size, {
    backend,
    where: model.path,
    withApplicability,
    uncertainty,
    coverage,
  });
  try {
    const known = table.notes.length;
    hooks.onStart?.(model.card, [...table.notes, ...choice.notes], [...pool.warnings, ...(features?.warnings ?? [])]);
    const result = await predictFile(
      { ...table, rows: features ? withRowsOf(rows, features.table, table.name) : rows },
      {
        featuresOf: given({ file: features, followed, readColumns }),
        smilesColumn: choice.smiles ?? 0,
        targets: { ...model.card, withApplicability, areVectors, trustOptions },
        output: options.output,
        overwrite: options.overwrite ?? false,
        onInvalid: options.onInvalid,
        dropExtraColumns: options.dropExtraColumns,
        predictors: pool.predictors,
        signal: hooks.signal,
        onProgress: hooks.onProgress,
      },
    );
    return { ...result, notes: table.notes.slice(known) };
  } finally {
    await pool.close();
  }
}

async function sampleOf(path: string, header: boolean): Promise<TableRow[]> {
  const { sample, rows } = await sampleRows(await openTable(path, { header }));
  // Begun and left, the rows close their file.
  for await (const _row of rows) break;
  return sample;
}

function startThread(): Client<ServedPredictor> {
  const module = new URL('./load-predictor.node.js', import.meta.url);
  return threadClient<typeof import('./load-predictor.node.ts')>(module, predictionThread);
}

type RowFeatures = Pick<StructureRecord, 'features' | 'reason'>;

interface GivenSources {
  readonly file: OpenFileFeatures | undefined;
  readonly followed: FeatureRows | undefined;
  readonly readColumns: ColumnReader | undefined;
}

/** What is given of each row: by the file first, then by its own columns. Undefined for a model that wants neither. */
function given({ file, followed, readColumns }: GivenSources): ((row: TableRow) => RowFeatures) | undefined {
  if (!file && !readColumns) return undefined;
  return (row) => {
    const ofFile = file && followed ? featuresOf(file, followed.of(row.row)) : { features: [] };
    if (!readColumns || ofFile.reason !== undefined) return ofFile;
    return { features: [...Array.from(ofFile.features ?? []), ...readColumns(row)] };
  };
}

function featuresOf({ read, table }: OpenFileFeatures, found: FeatureRow): RowFeatures {
  if ('row' in found) return { features: read(found.row) };
  return { reason: `${table.name} has no features of the ${table.ids!.column} "${found.lacking}"` };
}

/** The rows, and DataError at their end if there were fewer of them than of features. */
async function* withRowsOf(
  rows: AsyncIterable<TableRow>,
  features: FeatureTable,
  tableName: string,
): AsyncGenerator<TableRow> {
  let count = 0;
  for await (const row of rows) {
    count++;
    yield row;
  }
  requireRows(features, count, tableName);
}
