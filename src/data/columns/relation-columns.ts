/**
 * Columns that say how a value is meant: its relation ("=", ">", "<", as ChEMBL's standard_relation) and its unit. Values of different
 * units are different quantities, and a value with ">" is a limit: neither may be trained on as it stands.
 */
import { DataError, setting, shellWord } from '../../base/index.ts';
import { sideOf } from '../labels/label-cell.ts';
import { missingWords } from '../missing-words.ts';
import type { TableRow } from '../tables/table.ts';
import { wordsOf } from './column-names.ts';
import type { ColumnProfile } from './column-profile.ts';

export interface MeaningColumns {
  /** Position of the column with the relation of each target's values, [tasks]. */
  readonly relations: readonly (number | undefined)[];
  readonly units: readonly (number | undefined)[];
  /** Columns of relations that belong to none of the targets for certain, and such that hold nothing in the first rows. */
  readonly loose: readonly number[];
  readonly notes: readonly string[];
}

const relationWords = new Set([
  'relation',
  'relations',
  'operator',
  'qualifier',
  'modifier',
  'censor',
  'censored',
  'rel',
]);
const unitWords = new Set(['unit', 'units', 'uom']);
const relationSign = /^('?)(<|<=|<<|≤|>|>=|>>|≥|=|==|~|≈)\1$/;

/** Whether a cell says how its value is related to the true one: "=", ">", "~" ... */
export function isRelation(cell: string): boolean {
  return relationSign.test(cell.trim());
}

/** Without a relation a value is exact. A question mark is no missing one: it may mean an estimate. */
function saysNothing(cell: string): boolean {
  const text = cell.trim().toLowerCase();
  return text === '' || (text !== '?' && missingWords.has(text));
}

export function findMeanings(
  columns: readonly string[],
  targets: readonly number[],
  { rows, ignored }: { readonly rows: readonly TableRow[]; readonly ignored: ReadonlySet<number | undefined> },
): MeaningColumns {
  const open = columns.flatMap((_, index) => (targets.includes(index) || ignored.has(index) ? [] : [index]));
  const contents = new Map(open.map((index) => [index, contentOf(rows, index, namesRelations(columns[index]!))]));
  const relationColumns = open.filter(
    (index) =>
      contents.get(index) === 'relations' || (contents.get(index) === 'nothing' && namesRelations(columns[index]!)),
  );
  const unitColumns = open.filter((index) => namesUnits(columns[index]!));
  const relations = targets.map((target) => ofTarget(columns, target, targets, relationColumns));
  const units = targets.map((target) => ofTarget(columns, target, targets, unitColumns));
  const notes = targets.flatMap((target, task) =>
    relations[task] === undefined
      ? []
      : [`Column ${columns[relations[task]]} says which values of ${columns[target]} are limits.`],
  );
  // What says nothing in the first rows may say something in later ones.
  const loose = open.filter((index) => contents.get(index) !== 'others' && !relations.includes(index));
  return { relations, units, loose, notes };
}

/**
 * What stands in a column, looked at no further than it takes. One that is named so holds relations with a single sign: a cell of it that is none
 * is told later, and does not make limits of the others exact. Of any other all cells must be signs.
 */
function contentOf(rows: readonly TableRow[], column: number, isNamed: boolean): 'nothing' | 'relations' | 'others' {
  let found: 'nothing' | 'relations' | 'others' = 'nothing';
  for (const { cells } of rows) {
    const cell = cells[column]!;
    if (saysNothing(cell)) continue;
    found = isRelation(cell) ? 'relations' : 'others';
    if ((found === 'relations') === isNamed) return found;
  }
  return found;
}

/** Whether a column holds the relations or the units of another one's values: no target, whatever it is called. */
export function saysHowMeant({ name, numeric, words }: Pick<ColumnProfile, 'name' | 'numeric' | 'words'>): boolean {
  if ([...words].every(isRelation)) return true;
  return numeric === 0 && namesUnits(name);
}

function namesRelations(column: string): boolean {
  return wordsOf(column).some((word) => relationWords.has(word));
}

function namesUnits(column: string): boolean {
  return wordsOf(column).some((word) => unitWords.has(word));
}

/** The column whose name shares its beginning with the target's (standard_value, standard_units); with one target, the only one. */
function ofTarget(
  columns: readonly string[],
  target: number,
  targets: readonly number[],
  found: readonly number[],
): number | undefined {
  const stem = stemOf(columns[target]!);
  const shared = found.filter((index) => {
    const other = stemOf(columns[index]!);
    return other !== '' && (other === stem || other === wordsOf(columns[target]!).join(' '));
  });
  if (shared.length === 1) return shared[0];
  const nameless = found.filter((index) => stemOf(columns[index]!) === '');
  return targets.length === 1 && shared.length === 0 && nameless.length === 1 ? nameless[0] : undefined;
}

/** A name without what says which of its columns this is: `standard_value` is `standard`, `IC50 units` is `ic50`, `units` is nothing. */
function stemOf(column: string): string {
  const said = (word: string): boolean =>
    relationWords.has(word) || unitWords.has(word) || word === 'value' || word === 'values';
  return wordsOf(column)
    .filter((word) => !said(word))
    .join(' ');
}

export interface UnitSource {
  readonly file: string;
  /** Names of the target and of the column of units. */
  readonly target: string;
  readonly column: string;
  /** Of the rows that have a label. */
  readonly units: readonly string[];
  readonly lines: readonly number[];
}

/** Throws DataError if the values of a target are in different units. */
export function refuseMixedUnits({ file, target, column, units, lines }: UnitSource): void {
  const counts = new Map<string, number>();
  for (const unit of units) counts.set(unit.trim(), (counts.get(unit.trim()) ?? 0) + 1);
  if (counts.size <= 1) return;
  const listed = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([unit, count]) => `${unit === '' ? 'none' : unit} (${count})`);
  const first = units.findIndex((unit) => unit.trim() !== units[0]!.trim());
  throw new DataError({
    code: 'units-mixed',
    what: `the values of ${target} have ${counts.size} units: ${listed.slice(0, 8).join(', ')}`,
    where: `${file}, line ${lines[first]}, column ${column}`,
    advice: `Bring them to one unit, or keep the rows of one; if they are one unit under several names, ${setting('data.ignoreColumns', shellWord(column))}.`,
  });
}

/** Throws DataError for a cell of a column that is no relation. Undefined: an estimate ("~"). */
export function relationOf(cell: string, where: string, column: string): -1 | 0 | 1 | undefined {
  const side = saysNothing(cell) ? 0 : sideOf(cell);
  if (side !== undefined || /^'?[~≈]'?$/.test(cell.trim())) return side;
  throw new DataError({
    code: 'label-unreadable',
    what: `"${cell}" is no relation of a value`,
    where,
    advice: `Write =, <, <=, > or >=, or leave it empty for an exact value; a column that means something else: ${setting('data.ignoreColumns', shellWord(column))}.`,
  });
}
