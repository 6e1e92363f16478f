/** A table in, the same table with predictions out: streamed, written under a temporary name and renamed when it is complete. */
import { DataError, setting } from '../base/index.ts';
import type { Table, TableRow } from '../data/index.ts';
import { disk, replaceWhole } from '../platform/index.node.ts';
import { refuseUnwanted } from './output-path.node.ts';
import { type PredictionSummary, type PredictTableOptions, predictTable } from './predict-table.ts';
import { type PredictedField, type PredictedTargets, predictedFields } from './predicted-fields.ts';
import { headerLine, type PredictionColumns, predictionColumns, predictionLine } from './prediction-columns.ts';
import type { StructurePrediction } from './predictor.ts';
import { rowLength } from './row-length.ts';
import { structureReader } from './row-structure.ts';

export interface PredictFileOptions
  extends Pick<PredictTableOptions<TableRow>, 'predictors' | 'signal' | 'onProgress'>,
    Partial<Pick<PredictTableOptions<TableRow>, 'structureOf'>> {
  /** Position of the SMILES column; structures are read there by default, and it comes out where others do not. */
  readonly smilesColumn: number;
  /** What the model predicts. */
  readonly targets: PredictedTargets;
  readonly output: string;
  /** Replace an existing file. Default false. */
  readonly overwrite?: boolean;
  /** Rows that cannot be predicted: come out with a reason, are left out, or stop everything. Default keep. */
  readonly onInvalid?: 'keep' | 'skip' | 'error' | undefined;
  /** Of the input's columns, only the SMILES come out. Default false. */
  readonly dropExtraColumns?: boolean | undefined;
}

export interface PredictFileResult extends PredictionSummary {
  readonly columns: PredictionColumns;
  /** What the columns of the predictions hold, in their order. */
  readonly fields: readonly PredictedField[];
  /** Length of the first line of the output, with its line break. */
  readonly headerBytes: number;
}

/** Bytes that are collected before they are written. */
const blockLength = 1 << 16;

/**
 * Every input row comes out, in order, with all its cells; one that cannot be predicted has empty predictions and a reason. The
 * output has the input's delimiter. Throws ConfigError if the output exists (and overwrite is not set), is the input itself or no
 * ordinary file, DataError where the table is damaged, or for a row that cannot be predicted if `onInvalid` says so; then nothing
 * is written.
 */
export async function predictFile(
  table: Pick<Table, 'name' | 'columns' | 'delimiter' | 'rows'> & Partial<Pick<Table, 'format'>>,
  {
    smilesColumn,
    targets,
    output,
    overwrite = false,
    structureOf = structureReader(smilesColumn),
    onInvalid,
    dropExtraColumns,
    ...options
  }: PredictFileOptions,
): Promise<PredictFileResult> {
  await refuseUnwanted({ input: table.name, output, overwrite });
  // The structures of an SDF are in none of its columns.
  const ofStructure = table.format === 'sdf' ? undefined : smilesColumn;
  const isKept = (_: string, column: number): boolean => !dropExtraColumns || column === ofStructure;
  const inputColumns = table.columns.filter(isKept);
  const columns = predictionColumns(inputColumns, targets, table.format === 'sdf');
  const header = `${headerLine(inputColumns, columns, table.delimiter)}\n`;
  let summary: PredictionSummary = { rows: 0, failed: 0, characters: 0 };
  await replaceWhole(output, async (temporaryPath) => {
    let block = header;
    await disk.write(temporaryPath, '', { flag: 'w' });
    const flush = async (toDisk = false): Promise<void> => {
      await disk.write(temporaryPath, block, { flag: 'a', flush: toDisk });
      block = '';
    };
    summary = await predictTable(table.rows, {
      ...options,
      structureOf,
      lengthOf: rowLength,
      write: async (rows, predictions) => {
        rows.forEach(({ cells, line }, index) => {
          const prediction = predictions[index]!;
          if (prediction.values === undefined && onInvalid === 'skip') return;
          if (prediction.values === undefined && onInvalid === 'error') throw invalidRow(prediction, table.name, line);
          const kept = cells.filter(isKept);
          if (columns.structure !== undefined) kept.push(prediction.smiles ?? '');
          block += `${predictionLine(kept, prediction, targets, table.delimiter)}\n`;
        });
        if (block.length >= blockLength) await flush();
      },
    });
    await flush(true);
  });
  return { ...summary, columns, fields: predictedFields(targets), headerBytes: Buffer.byteLength(header) };
}

function invalidRow({ reason }: StructurePrediction, file: string, line: number): DataError {
  return new DataError({
    code: 'molecule-refused',
    path: ['data', 'onInvalid'],
    what: `a row cannot be predicted: ${reason}`,
    where: `${file}, line ${line}`,
    advice: `Mend or remove it; ${setting('data.onInvalid', 'keep')} writes the reason beside such rows.`,
  });
}
