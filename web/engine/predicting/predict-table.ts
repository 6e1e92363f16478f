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

const shownRows = 100;
/** Rows a chunk: progress is told, and a stop heard, after each. */
const chunkRows = 64;

export interface PredictTableInput {
  readonly predictor: ModelPredictor;
  readonly file: TableFile;
  readonly smilesColumn: string | undefined;
  readonly header: boolean;
}

export async function predictTable(
  { predictor, file, smilesColumn, header }: PredictTableInput,
  { onEvent, signal }: CallContext<PredictionSummary>,
): Promise<TablePrediction> {
  const chemistry = await openChemistry();
  const table = await openTable(file, header);
  const { sample, rows } = await sampleRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const named = smilesColumn === undefined ? {} : { smilesColumns: [smilesColumn] };
  const choice = chooseColumns(table, named, { sample, isMolecule, wantTargets: false });
  const { targets } = predictor;
  const columns = predictionColumns(table.columns, targets, table.format === 'sdf');
  const parts: Blob[] = [new Blob([`${headerLine(table.columns, columns, table.delimiter)}\n`])];
  const shown: { line: number; smiles: string; prediction: TablePrediction['rows'][number]['prediction'] }[] = [];
  const summary = await predictRows(rows, {
    lengthOf: rowLength,
    structureOf: ({ cells, molblock, damage }) => {
      if (damage !== undefined) return { reason: damage };
      return molblock === undefined ? cells[choice.smiles ?? 0]! : { molblock };
    },
    predictors: [predictor],
    chunkRows,
    signal,
    onProgress: onEvent,
    write: (written, predictions) => {
      const lines = written.map(({ cells }, index) => {
        const prediction = predictions[index]!;
        const all = columns.structure === undefined ? cells : [...cells, prediction.smiles ?? ''];
        return `${predictionLine(all, prediction, targets, table.delimiter)}\n`;
      });
      // A blob of its own: the browser may put it on disk.
      parts.push(new Blob(lines));
      for (const [index, { cells, line }] of written.entries()) {
        if (shown.length >= shownRows) break;
        const smiles = choice.smiles === undefined ? (predictions[index]!.smiles ?? '') : cells[choice.smiles]!;
        shown.push({ line, smiles, prediction: predictions[index]! });
      }
    },
  });
  return {
    csv: new Blob(parts, { type: 'text/csv' }),
    summary,
    columns: [...columns.tasks, columns.reason],
    rows: shown,
    notes: [...table.notes, ...choice.notes],
    warnings: [...choice.warnings, ...(summary.unseen ? [unseenSentence(summary.unseen)] : [])],
  };
}
