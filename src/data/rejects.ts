/** What a user learns about rows that were left out: `rejects.csv`, a summary each, and when there are too many. */
import { DataError, setting } from '../base/index.ts';
import type { Reject } from './dataset.ts';
import { csvLine } from './tables/write-csv.ts';

const header = ['file', 'line', 'row', 'column', 'value', 'kind', 'reason'];

/** Content of `rejects.csv`: line as an editor counts, row zero-based without the header; formula cells are disarmed. */
export function rejectsCsv(rejects: readonly Reject[]): string {
  const lines = rejects.map(({ file, line, row, column, value, kind, reason }) =>
    csvLine([file, String(line), String(row), column, value, kind, reason]),
  );
  return [csvLine(header), ...lines, ''].join('\n');
}

/** `molecules.csv, line 17, column smiles: "C1CC": ring 1 is never closed` */
export function describeReject({ file, line, column, value, reason }: Reject): string {
  return `${file}, line ${line}, column ${column}: "${value.slice(0, 80)}": ${reason}`;
}

/** The error that `--strict` makes of the first refused row. */
export function strictError(reject: Reject): DataError {
  return new DataError({
    code: 'molecule-refused',
    path: ['data', 'onInvalid'],
    what: `"${reject.value.slice(0, 80)}": ${reject.reason}`,
    where: `${reject.file}, line ${reject.line}, column ${reject.column}`,
    advice: `Mend or remove the row; ${setting('data.onInvalid', 'skip')} leaves such rows out.`,
  });
}

/** Throws DataError if the toolkit refused more than `share` of the rows: then the column is wrong rather than the rows. */
export function refuseTooMany(rejects: readonly Reject[], rows: number, share: number, file: string): void {
  const refused = rejects.filter(({ kind }) => kind === 'missing' || kind === 'invalid');
  if (refused.length <= share * rows) return;
  const first = refused
    .slice(0, 3)
    .map((reject) => `line ${reject.line} "${reject.value.slice(0, 40)}": ${reject.reason}`);
  throw new DataError({
    code: 'too-many-refused',
    path: ['data', 'maxRejected'],
    what: `${refused.length} of ${rows} rows hold no readable molecule, more than ${100 * share} % (${first.join('; ')})`,
    where: file,
    advice: `Check ${setting('data.smilesColumns')}, or allow more with ${setting('data.maxRejected', 'FRACTION')}.`,
  });
}
