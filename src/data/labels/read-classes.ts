/**
 * A column of target cells as names of classes. Numbers are names too, however they are written (1 and 1.0 are one class). Classes are
 * numbered in the order of numbers, else of words.
 */
import { DataError, listUpTo, setting, shellWord } from '../../base/index.ts';
import { missingWords } from '../missing-words.ts';
import { missingNotes } from './label-cell.ts';
import type { LabelColumn, LabelOptions, LabelSource } from './read-labels.ts';

export interface ClassColumn extends LabelColumn {
  /** Names, in the order of the numbers in `values`. */
  readonly classes: readonly string[];
}

/** More distinct labels than this are no classes. */
const mostClasses = 100;

/**
 * known: the classes of the model or of the first table; default: all that occur. Throws DataError for a label of none of them, for
 * whole numbers with gaps, and for a column that has too many distinct labels.
 */
export function readClasses(
  source: LabelSource,
  { labelMap }: Pick<LabelOptions, 'labelMap'> = {},
  known?: readonly string[],
): ClassColumn {
  const names = source.cells.map((cell) => nameOf(cell, labelMap));
  const found = sorted(new Set(names.filter((name) => name !== undefined)));
  if (known) refuseUnknown(source, names, known);
  else refuseUnusable(source, found);
  const classes = known ?? found;
  const numbers = new Map(classes.map((name, index) => [name, index]));
  const values = Float64Array.from(names, (name) => (name === undefined ? Number.NaN : numbers.get(name)!));
  const counts = classes.map((name) => `${name} (${names.filter((other) => other === name).length})`);
  return {
    name: source.name,
    values,
    classes,
    unusable: [],
    notes: [
      `Target ${source.name}: ${classes.length} classes: ${counts.join(', ')}.`,
      ...missingNotes(
        source.name,
        source.cells.flatMap((cell, index) => (names[index] === undefined ? [cell.trim()] : [])),
      ),
    ],
  };
}

function nameOf(cell: string, labelMap: ReadonlyMap<string, number> | undefined): string | undefined {
  const text = cell.trim();
  const mapped = labelMap?.get(text);
  if (mapped !== undefined) return String(mapped);
  if (text === '' || missingWords.has(text.toLowerCase())) return undefined;
  return isNumber(text) ? String(Number(text)) : text;
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text);
}

function sorted(names: ReadonlySet<string>): string[] {
  const all = [...names];
  return all.every(isNumber) ? all.sort((a, b) => Number(a) - Number(b)) : all.sort();
}

/** Classes up to which each is listed: a column of quantities has thousands. */
const shownClasses = 5;

function refuseUnknown(source: LabelSource, names: readonly (string | undefined)[], known: readonly string[]): void {
  const strange = new Map<string, number>();
  names.forEach((name, index) => {
    if (name !== undefined && !known.includes(name) && !strange.has(name)) strange.set(name, index);
  });
  if (strange.size === 0) return;
  const listed = [...strange].map(([name, index]) => `"${name}" (line ${source.lines[index]})`);
  throw new DataError({
    code: 'classes-unexpected',
    what: `classes that are new here: ${listUpTo(shownClasses, listed)}; known are ${known.join(', ')}`,
    where: `${source.file}, column ${source.name}`,
    advice: 'Leave these rows out, or train on a table that has all classes.',
  });
}

function refuseUnusable({ file, name }: LabelSource, classes: readonly string[]): void {
  const where = `${file}, column ${name}`;
  if (classes.length > mostClasses) {
    throw new DataError({
      code: 'classes-unexpected',
      path: ['data', 'taskType'],
      what: `${classes.length} distinct labels (${classes.slice(0, 4).join(', ')}, ...), at most ${mostClasses} can be classes`,
      where,
      advice: `Use ${setting('data.taskType', 'regression')} for quantities, or choose other ${setting('data.targetColumns')}.`,
    });
  }
  const gaps = missingNumbers(classes);
  if (gaps.length === 0) return;
  throw new DataError({
    code: 'classes-unexpected',
    path: ['data', 'labelMap'],
    what: `the classes ${classes.join(', ')} have gaps: no label is ${gaps.join(', ')}`,
    where,
    advice: `If there are no other classes, number them on: ${setting('data.labelMap', shellWord(classes.map((each, index) => `${each}=${index}`).join(',')))}`,
  });
}

/** Whole numbers between the first and the last class that are none; empty for words and for other numbers. */
function missingNumbers(classes: readonly string[]): number[] {
  const numbers = classes.map(Number);
  if (!numbers.every(Number.isInteger)) return [];
  const [first, last] = [numbers[0]!, numbers.at(-1)!];
  if (last - first > mostClasses) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
    (each) => !numbers.includes(each),
  );
}
