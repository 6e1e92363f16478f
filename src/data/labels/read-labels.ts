/** A column of target cells as numbers: the strict rules for what counts as a label, and what is said about the rest. */
import { ConfigError, DataError, setting, shellWord } from '../../base/index.ts';
import { type Delimiter, delimiterNames } from '../tables/table.ts';
import {
  type Bound,
  binaryWords,
  type Comma,
  decimalCommaNote,
  hasOtherMinus,
  type LabelCell,
  missingNotes,
  readLabel,
  takesDecimalCommas,
} from './label-cell.ts';
import { type ScaleOptions, withoutUnit } from './target-scale.ts';

export interface LabelOptions extends ScaleOptions {
  /** Labels that are no numbers: stop, or treat as missing. Default error. */
  readonly unreadableLabels?: 'error' | 'drop' | undefined;
  /** Limits such as "<5" and estimates such as "~3": stop, treat as missing, or keep the limits as bounds. Default error. */
  readonly censored?: 'error' | 'drop' | 'bound' | undefined;
  /** Values of at least this become class 1, the others class 0. */
  readonly threshold?: number | undefined;
  /** What a cell's text means, for labels that are no numbers or other numbers than 0 and 1. */
  readonly labelMap?: ReadonlyMap<string, number> | undefined;
}

export interface LabelColumn {
  readonly name: string;
  /** NaN where missing or refused, [cells]. */
  readonly values: Float64Array;
  /** -1 where the true value is below, 1 where it is above, 0 where it is the value, [cells]; undefined: all are exact. */
  readonly bounds?: Int8Array;
  /** What 0 and 1 are called in the table; undefined where it has numbers. */
  readonly words?: readonly [no: string, yes: string] | undefined;
  /** Values that were refused while their row is kept. */
  readonly unusable: readonly { readonly index: number; readonly value: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface LabelSource {
  readonly file: string;
  readonly name: string;
  readonly cells: readonly string[];
  /** Line of each cell. */
  readonly lines: ArrayLike<number>;
  readonly delimiter?: Delimiter | undefined;
  /** What the column of relations says of each cell; undefined where it says "about". */
  readonly relations?: readonly (-1 | 0 | 1 | undefined)[] | undefined;
}

const shownLines = 5;

/** Throws DataError with the first lines for text, dates, units, censored values and commas that are no decimal commas. */
export function readLabels(table: LabelSource, options: LabelOptions = {}): LabelColumn {
  const { name } = table;
  const cells = table.cells.map((cell) => withoutUnit(cell, options.targetUnit));
  const source = { ...table, cells };
  const mapping = options.labelMap ?? wordMapping(cells);
  const reaction = options.censored ?? 'error';
  const found = cells.map((cell) => mapped(cell, mapping, options.labelMap !== undefined));
  const missing = found.flatMap((cell) => (cell.kind === 'missing' ? [cell.word] : []));
  const notes = [...mappingNotes(name, mapping, options.labelMap !== undefined), ...missingNotes(name, missing)];
  const isLenient = options.unreadableLabels === 'drop';
  if (!isLenient) refuseText(source, found);
  const useCommas = decimalCommas(source, found, { isLenient, withBounds: reaction === 'bound' });
  const readable = isLenient ? found.map((cell) => withoutText(cell, useCommas)) : found;
  const left = readable.filter(({ kind }, index) => kind !== found[index]!.kind).length;
  const read = withRelations(readable, source.relations);
  if (left > 0) notes.push(`Target ${name}: labels that cannot be read count as missing: ${left}.`);
  if (useCommas) notes.push(decimalCommaNote(`Target ${name}`));
  const minus = cells.filter((cell, index) => isValue(readable[index]!) && hasOtherMinus(cell)).length;
  if (minus > 0) notes.push(`Target ${name}: another sign than "-" is read as the minus: ${minus}.`);
  notes.push(...censoredNotes(name, censored(source, read, reaction)));
  const { threshold } = options;
  const bounds = reaction === 'bound' && threshold === undefined ? boundsOf(read) : undefined;
  const values = Float64Array.from(read, (cell) => labelValue(cell, reaction, threshold));
  const unusable = read.flatMap((cell, index) =>
    cell.kind === 'unusable' ? [{ index, value: table.cells[index]!, reason: cell.reason }] : [],
  );
  if (unusable.length > left)
    notes.push(`Target ${name}: infinite or too large values count as missing: ${unusable.length - left}.`);
  const words = threshold === undefined ? wordsOf(cells, mapping) : undefined;
  return { name, values, ...(bounds && { bounds }), ...(words && { words }), unusable, notes };
}

/** A label that cannot be read, as one that counts as missing. */
function withoutText(cell: LabelCell, useCommas: boolean): LabelCell {
  if (cell.kind === 'text') return { kind: 'unusable', reason: cell.reason };
  if (cell.kind === 'decimalComma' && !useCommas) return { kind: 'unusable', reason: 'a number with a comma' };
  if (cell.kind === 'censored' && cell.comma && !useCommas) return { kind: 'censored', reason: cell.reason };
  return cell;
}

type Value = Extract<LabelCell, { kind: 'number' | 'decimalComma' }>;

function isValue(cell: LabelCell): cell is Value {
  return cell.kind === 'number' || cell.kind === 'decimalComma';
}

/** The words for 0 and 1 as the cells write them first; undefined where there are none, or more than one for each. */
function wordsOf(
  cells: readonly string[],
  mapping: ReadonlyMap<string, number> | undefined,
): readonly [string, string] | undefined {
  const words = [0, 1].map((value) => {
    const meant = [...(mapping ?? [])].flatMap(([word, number]) => (number === value ? [word] : []));
    const [word] = meant;
    if (meant.length !== 1 || word === undefined) return undefined;
    return cells.find((cell) => cell.trim().toLowerCase() === word.toLowerCase())?.trim() ?? word;
  });
  const [no, yes] = words;
  return no !== undefined && yes !== undefined && mapping?.size === 2 ? [no, yes] : undefined;
}

/** Numbers that the column of relations says are limits, as such. */
function withRelations(read: readonly LabelCell[], relations: LabelSource['relations']): readonly LabelCell[] {
  if (!relations) return read;
  const reason = 'a limit or an estimate by its relation';
  return read.map((cell, index): LabelCell => {
    const side = relations[index];
    if (side === 0 || !isValue(cell)) return cell;
    return side === undefined
      ? { kind: 'censored', reason }
      : { kind: 'censored', reason, bound: { value: cell.value, side } };
  });
}

/** NaN for what is no label. A limit is its value, and with a threshold the class that it is certain of, if any. */
function labelValue(cell: LabelCell, reaction: 'error' | 'drop' | 'bound', threshold: number | undefined): number {
  if (isValue(cell)) return threshold === undefined ? cell.value : Number(cell.value >= threshold);
  if (cell.kind !== 'censored' || reaction !== 'bound' || !cell.bound) return Number.NaN;
  const { value, side } = cell.bound;
  if (threshold === undefined) return value;
  if (side < 0) return value <= threshold ? 0 : Number.NaN;
  return value >= threshold ? 1 : Number.NaN;
}

function boundsOf(read: readonly LabelCell[]): Int8Array | undefined {
  const bounds = Int8Array.from(read, (cell) => (cell.kind === 'censored' && cell.bound ? cell.bound.side : 0));
  return bounds.some((side) => side !== 0) ? bounds : undefined;
}

interface CensoredCounts {
  readonly dropped: number;
  readonly below: number;
  readonly above: number;
}

function censoredNotes(name: string, { dropped, below, above }: CensoredCounts): string[] {
  const kept = below + above > 0;
  return [
    ...(dropped > 0 ? [`Target ${name}: limits and estimates (such as "<5") count as missing: ${dropped}.`] : []),
    ...(kept ? [`Target ${name}: limits are read as bounds: ${below} below, ${above} above.`] : []),
  ];
}

function mapped(cell: string, mapping: ReadonlyMap<string, number> | undefined, exact: boolean): LabelCell {
  const text = cell.trim();
  const value = mapping?.get(exact ? text : text.toLowerCase());
  return value === undefined ? readLabel(cell) : { kind: 'number', value };
}

/** The pair of words a column without any number is made of, if it is one. */
function wordMapping(cells: readonly string[]): ReadonlyMap<string, number> | undefined {
  const words = new Set<string>();
  let dashes = false;
  for (const cell of cells) {
    const text = cell.trim();
    const { kind } = readLabel(text);
    if (kind === 'missing') dashes ||= text === '-';
    else if (kind === 'text') words.add(text);
    else return undefined;
    if (words.size > 4) return undefined;
  }
  if (dashes && words.has('+')) words.add('-');
  return binaryWords(words);
}

function mappingNotes(name: string, mapping: ReadonlyMap<string, number> | undefined, asked: boolean): string[] {
  if (!mapping || asked) return [];
  const pairs = [...mapping].map(([word, value]) => `"${word}" is ${value}`);
  return [`Target ${name}: ${pairs.join(' and ')}.`];
}

function refuseText(source: LabelSource, read: readonly LabelCell[]): void {
  const bad = positions(read, 'text');
  if (bad.length === 0) return;
  const reasons = new Set(bad.map((index) => (read[index] as { reason: string }).reason));
  const unit = commonUnit(bad.map((index) => source.cells[index]!));
  const labeled = read.filter(({ kind }) => kind !== 'missing').length;
  throw new DataError({
    code: 'label-unreadable',
    path: ['data', 'labelMap'],
    details: { column: source.name, unreadable: bad.length, labeled, ...(unit !== undefined && { unit }) },
    what: `${bad.length} labels are not numbers: ${listCells(source, bad)}: ${[...reasons].join('; ')}`,
    where: `${source.file}, line ${source.lines[bad[0]!]}, column ${source.name}`,
    advice:
      `${unit === undefined ? '' : `Name their unit (${setting('data.targetUnit', shellWord(unit))}). `}` +
      `Write plain numbers, leave missing ones empty or out (${setting('data.unreadableLabels', 'drop')}), say what the words mean ` +
      `(${setting('data.labelMap', 'WORD=0,OTHER=1')}), or that they are classes (${setting('data.taskType', 'multiclass')}).`,
  });
}

function censored(
  source: LabelSource,
  read: readonly LabelCell[],
  reaction: 'error' | 'drop' | 'bound',
): CensoredCounts {
  const found = positions(read, 'censored');
  const sides = found.map((index) => (read[index] as { bound?: Bound }).bound?.side ?? 0);
  const count = (side: number): number => sides.filter((other) => other === side).length;
  if (reaction === 'bound') return { dropped: count(0), below: count(-1), above: count(1) };
  if (found.length === 0 || reaction === 'drop') return { dropped: found.length, below: 0, above: 0 };
  const relations = source.relations ? ' (by the column of relations)' : '';
  const are = found.length === 1 ? '1 label is a limit or estimate' : `${found.length} labels are limits or estimates`;
  throw new DataError({
    code: 'label-censored',
    path: ['data', 'censored'],
    details: { column: source.name, limits: found.length },
    what: `${are}${relations}: ${listCells(source, found)}`,
    where: `${source.file}, line ${source.lines[found[0]!]}, column ${source.name}`,
    advice: `Use ${setting('data.censored', 'drop')} to treat them as missing, ${setting('data.censored', 'bound')} to learn from them as limits, or write the values that you mean.`,
  });
}

interface CommaOptions {
  readonly isLenient: boolean;
  /** Limits are read, too: "<2,5". */
  readonly withBounds: boolean;
}

function commaOf(cell: LabelCell, { withBounds }: CommaOptions): Comma | undefined {
  if (cell.kind === 'decimalComma') return cell;
  return withBounds && cell.kind === 'censored' ? cell.comma : undefined;
}

/** Whether commas are decimal signs: only where they do not separate cells, and where the column leaves no doubt. */
function decimalCommas(source: LabelSource, read: readonly LabelCell[], options: CommaOptions): boolean {
  const { isLenient } = options;
  const commas = read.map((cell) => commaOf(cell, options));
  const found = commas.flatMap((comma, index) => (comma ? [index] : []));
  if (found.length === 0) return false;
  const where = `${source.file}, line ${source.lines[found[0]!]}, column ${source.name}`;
  const shown = listCells(source, found);
  const labeled = read.filter(({ kind }) => kind !== 'missing').length;
  const details = { column: source.name, unreadable: found.length, labeled };
  if (!takesDecimalCommas(source.delimiter)) {
    if (isLenient) return false;
    const separated = delimiterNames[source.delimiter ?? ','];
    throw new DataError({
      code: 'label-ambiguous',
      path: ['data', 'unreadableLabels'],
      details,
      what: `numbers with a comma in a ${separated}-separated file: ${shown}`,
      where: where,
      advice: 'Write a point as the decimal sign and no thousands separators.',
    });
  }
  const allAmbiguous = found.every((index) => commas[index]!.ambiguous);
  const points = source.cells.some((cell, index) => read[index]!.kind === 'number' && cell.includes('.'));
  if (!allAmbiguous && !points) return true;
  if (isLenient) return false;
  throw new DataError({
    code: 'label-ambiguous',
    path: ['data', 'unreadableLabels'],
    details,
    what: `a comma may be a decimal sign or a thousands separator: ${shown}`,
    where: where,
    advice: 'Write a point as the decimal sign and no thousands separators.',
  });
}

/** The unit that at least half of them have behind their number, as "12 nM" does; undefined if there is none, or more than one. */
export function commonUnit(cells: readonly string[]): string | undefined {
  const found = cells.flatMap((cell) => {
    const [, unit] = /^[<>≤≥=~\s]*[+-]?[\d.]+(?:e[+-]?\d+)?\s*([\p{L}%‰°$€£¥]\S*)$/iu.exec(cell.trim()) ?? [];
    return unit === undefined ? [] : [unit];
  });
  const units = new Set(found);
  return units.size === 1 && found.length * 2 >= cells.length ? found[0] : undefined;
}

function positions(read: readonly LabelCell[], kind: LabelCell['kind']): number[] {
  return read.flatMap((cell, index) => (cell.kind === kind ? [index] : []));
}

function listCells({ cells, lines }: LabelSource, found: readonly number[]): string {
  const shown = found.slice(0, shownLines).map((index) => `line ${lines[index]} "${cells[index]!.slice(0, 40)}"`);
  return shown.join(', ') + (found.length > shownLines ? ', ...' : '');
}

/** `-1=0,1=1` as a map. Throws ConfigError for anything else. */
export function parseLabelMap(text: string): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  for (const pair of text.split(',')) {
    const [, word, value] = /^(.+)=\s*([+-]?\d+\.?\d*)\s*$/.exec(pair) ?? [];
    if (word === undefined) {
      throw new ConfigError({
        code: 'wrong-value',
        path: ['data', 'labelMap'],
        what: `"${pair}" is not of the form WORD=NUMBER`,
        advice: `For instance ${setting('data.labelMap', '-1=0,1=1')} or ${setting('data.labelMap', 'low=0,high=1')}.`,
      });
    }
    map.set(word.trim(), Number(value));
  }
  return map;
}
