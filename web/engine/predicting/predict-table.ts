/** A table in, the same table with predictions out, in memory as a file for download: the same lines that the command line writes. */
import {
  type CallContext,
  chooseColumns,
  headerLine,
  isRejection,
  type ModelPredictor,
  predictionColumns,
  predictionLine,
  predictTable as predictRows,
  rowLength,
  sampleRows,
  unseenSentence,
} from '../../../src/index.web.ts';
import type { PredictionSummary, TableFile, TablePrediction } from '../protocol.ts';
import { openChemistry } from '../site-files.ts';
import { openTable } from '../tables/open-files.ts';
import { nextTask } from '../threads/next-task.ts';
import { PredictedRows } from './predicted-rows.ts';

/** Rows a chunk: after each, progress is reported, a stop is heard, and other questions get their turn. */
const chunkRows = 64;

export interface PredictTableInput {
  readonly predictor: ModelPredictor;
  readonly file: TableFile;
  readonly smilesColumn: string | undefined;
  readonly header: boolean;
  /** Structures that are refused unread, with the reason. */
  readonly refused?: ReadonlyMap<string, string> | undefined;
}

export interface PredictedTable {
  readonly rows: PredictedRows;
  readonly prediction: Omit<TablePrediction, 'id'>;
}

export async function predictTable(
  { predictor, file, smilesColumn, header, refused }: PredictTableInput,
  { onEvent, signal }: CallContext<PredictionSummary>,
): Promise<PredictedTable> {
  const chemistry = await openChemistry();
  const table = await openTable(file, header);
  const { sample, rows } = await sampleRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const named = smilesColumn === undefined ? {} : { smilesColumns: [smilesColumn] };
  const choice = chooseColumns(table, named, { sample, isMolecule, wantTargets: false });
  const { targets } = predictor;
  const columns = predictionColumns(table.columns, targets, table.format === 'sdf');
  const parts: Blob[] = [new Blob([`${headerLine(table.columns, columns, table.delimiter)}\n`])];
  const kept = new PredictedRows(targets.tasks.length, choice.smiles);
  const summary = await predictRows(rows, {
    lengthOf: rowLength,
    structureOf: ({ cells, molblock, damage }) => {
      if (damage !== undefined) return { reason: damage };
      if (molblock !== undefined) return { molblock };
      const structure = cells[choice.smiles ?? 0]!;
      const reason = refused?.get(structure);
      return reason === undefined ? structure : { reason };
    },
    predictors: [predictor],
    chunkRows,
    signal,
    onProgress: onEvent,
    write: async (written, predictions) => {
      const lines = written.map(({ cells }, index) => {
        const prediction = predictions[index]!;
        const all = columns.structure === undefined ? cells : [...cells, prediction.smiles ?? ''];
        return `${predictionLine(all, prediction, targets, table.delimiter)}\n`;
      });
      // A blob of its own: the browser may put it on disk.
      parts.push(new Blob(lines));
      for (const [index, { cells, line }] of written.entries()) {
        const prediction = predictions[index]!;
        const smiles = choice.smiles === undefined ? (prediction.smiles ?? '') : cells[choice.smiles]!;
        kept.add({ line, smiles, cells, prediction });
      }
      await nextTask();
    },
  });
  return {
    rows: kept,
    prediction: {
      csv: new Blob(parts, { type: 'text/csv' }),
      summary,
      columns: [...columns.tasks, columns.reason],
      kept: kept.length,
      notes: [...table.notes, ...choice.notes],
      warnings: [...choice.warnings, ...(summary.unseen ? [unseenSentence(summary.unseen)] : [])],
    },
  };
}
