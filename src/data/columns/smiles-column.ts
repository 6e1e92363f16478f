/** Which column holds the SMILES: the one the user names, else found by name, else by content. Never a guess between several. */
import { ConfigError, DataError, setting, unknownName } from '../../base/index.ts';
import { cleanSmiles, molfileAdvice } from '../molecules/clean-smiles.ts';

/** Names that mean SMILES by themselves, besides all that contain the word. */
const exactNames = new Set(['smi', 'smile']);
/** Least share of a column's cells that must be molecules for it to be found by content. */
const leastShare = 0.8;
const lookedAt = 50;

export interface SmilesColumnOptions {
  /** What the user named; at most one. */
  readonly named: readonly string[];
  readonly file: string;
  /** Whether a cleaned text is a molecule: the toolkit's answer. */
  readonly isMolecule: (smiles: string) => boolean;
  /** Columns that cannot be it. */
  readonly exclude: ReadonlySet<string>;
}

/** Returns the column's position. Throws ConfigError for an unknown name, DataError if none or several fit. */
export function findSmilesColumn(
  columns: readonly string[],
  sample: readonly (readonly string[])[],
  options: SmilesColumnOptions,
): number {
  const { named, file, exclude } = options;
  if (named.length > 1) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['data', 'smilesColumns'],
      what: `expected one SMILES column and received ${named.length} (${named.join(', ')})`,
      advice: 'Models here take one molecule a row.',
    });
  }
  if (named.length === 1) {
    if (!columns.includes(named[0]!)) throw unknownName('column', named[0]!, columns);
    return columns.indexOf(named[0]!);
  }
  const open = columns.flatMap((column, index) => (exclude.has(column) ? [] : [index]));
  const byName = open.filter((index) => meansSmiles(columns[index]!));
  if (byName.length === 1) return byName[0]!;
  const found = byName.length > 1 ? byName : open.filter((index) => holdsMolecules(sample, index, options));
  if (found.length === 1) return found[0]!;
  if (found.length === 0) throw noneFits(columns, sample, file);
  throw new DataError({
    code: 'column-ambiguous',
    path: ['data', 'smilesColumns'],
    what: `several columns may hold the SMILES: ${found.map((index) => columns[index]).join(', ')}`,
    where: file,
    advice: `Choose one with ${setting('data.smilesColumns')}.`,
  });
}

export function meansSmiles(column: string): boolean {
  const word = column.toLowerCase().replace(/[^a-z]/g, '');
  return word.includes('smiles') || exactNames.has(word);
}

function holdsMolecules(
  sample: readonly (readonly string[])[],
  index: number,
  { isMolecule }: SmilesColumnOptions,
): boolean {
  let [looked, molecules, length] = [0, 0, 0];
  for (const cells of sample) {
    const cell = cleanSmiles(cells[index]!);
    if (cell.kind === 'missing') continue;
    if (looked++ === lookedAt) break;
    if (cell.kind !== 'smiles' || /^\d/.test(cell.smiles) || !isMolecule(cell.smiles)) continue;
    molecules++;
    length += cell.smiles.length;
  }
  // One-letter codes such as N or C are molecules too: a column of SMILES has longer ones.
  return molecules > 0 && molecules >= leastShare * looked && length >= 2 * molecules;
}

function noneFits(columns: readonly string[], sample: readonly (readonly string[])[], file: string): DataError {
  const holding = (isOther: (cell: string) => boolean): string | undefined =>
    columns.find((_, index) => sample.some((cells) => isOther(cells[index]!)));
  const inchi = holding((cell) => cell.trim().startsWith('InChI='));
  const molfiles = holding((cell) => cleanSmiles(cell).kind === 'molfile');
  return new DataError({
    code: 'column-missing',
    path: ['data', 'smilesColumns'],
    what: `no column holds SMILES (columns: ${columns.slice(0, 20).join(', ')}${columns.length > 20 ? ', ...' : ''})`,
    where: file,
    advice: inchi
      ? `Column ${inchi} holds InChI; convert it to SMILES first.`
      : molfiles
        ? `Column ${molfiles} holds molfiles; ${molfileAdvice}.`
        : `Name it with ${setting('data.smilesColumns')}; names and InChI have to be converted to SMILES first.`,
  });
}
