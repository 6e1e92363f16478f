/**
 * From a cell of a table to one SMILES: blanks trimmed, and a name or CXSMILES extension after it set apart. What is no SMILES is for
 * the toolkit to refuse; only the habits of tables (words for "nothing", names, registry numbers) are known here.
 */
import { missingWords } from '../missing-words.ts';

export type CellReading =
  | { readonly kind: 'smiles'; readonly smiles: string; readonly rest: string; readonly trimmed: boolean }
  | { readonly kind: 'missing'; readonly reason: string }
  /** A whole molfile, whose first line is a title that may look like a SMILES. */
  | { readonly kind: 'molfile'; readonly title: string };

/** What to do with it. */
export const molfileAdvice = 'give such molecules as an SDF file (.sdf), or convert them to SMILES first';

/** Zero-width characters and the byte order mark are blanks for us; \s knows the no-break space. */
const blanks = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;

export function cleanSmiles(cell: string): CellReading {
  const text = cell.replace(blanks, '');
  if (text === '' || missingWords.has(text.toLowerCase())) {
    return { kind: 'missing', reason: text === '' ? 'no SMILES' : `no SMILES ("${text}")` };
  }
  if (/^M {2}END$/m.test(text)) return { kind: 'molfile', title: text.split('\n', 1)[0]!.trimEnd() };
  const space = text.search(/\s/);
  const smiles = space < 0 ? text : text.slice(0, space);
  return { kind: 'smiles', smiles, rest: space < 0 ? '' : text.slice(space).trim(), trimmed: text !== cell };
}

/** What a text may be that the toolkit refused: added to the toolkit's own message. */
export function refusalHint(smiles: string): string {
  if (/^\d{2,7}-\d{2}-\d$/.test(smiles)) return ' (this looks like a CAS number; look the SMILES up)';
  if (/\[R\d*\]|\bR\d\b/.test(smiles)) return ' (an R-group is written *, or [*:1])';
  if (/^[a-z]{4,}$/i.test(smiles) && /[adeghjkmqtuvwxyz]/i.test(smiles)) return ' (this looks like a name)';
  return '';
}
