/** One cell of a target column: a number, nothing, or something that must not be read as a number. */
import { missingWords } from '../missing-words.ts';
import type { Delimiter } from '../tables/table.ts';

export type LabelCell =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'missing'; readonly word: string }
  /** A number that cannot be a label (infinite, or beyond what 32-bit floats hold): the value is refused, its row is kept. */
  | { readonly kind: 'unusable'; readonly reason: string }
  /**
   * A limit; `bound` says which value, and on which side of it the true one is: -1 below, 1 above. An estimate has none. `comma`: the value is
   * written with one, as that of the next kind.
   */
  | { readonly kind: 'censored'; readonly reason: string; readonly bound?: Bound; readonly comma?: Comma }
  | ({ readonly kind: 'decimalComma'; readonly value: number } & Comma)
  /** `damaged`: a number that is written in a way that is not read. */
  | { readonly kind: 'text'; readonly reason: string; readonly damaged: boolean };

/** A comma inside a number. */
export interface Comma {
  /** It may be a thousands separator, too. */
  readonly ambiguous: boolean;
}

export interface Bound {
  readonly value: number;
  readonly side: -1 | 1;
}

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const largestFloat32 = 3.4028234663852886e38;

/** What typesetting programs write for a minus: the minus sign, hyphens, the en dash, the small and the full-width minus. */
const minusSigns = /[\u2010-\u2013\u2212\ufe63\uff0d]/g;

/** Whether commas separate no cells of a table with this delimiter, so that they may be decimal signs. */
export function takesDecimalCommas(delimiter: Delimiter | undefined): boolean {
  return delimiter === ';' || delimiter === '\t';
}

/** where: what is read so, as a sentence begins. */
export function decimalCommaNote(where: string): string {
  return `${where}: a comma is read as the decimal sign ("3,14" is 3.14).`;
}

/** What is said of cells that count as missing though something stands in them. words: of all missing cells, '' where they are empty. */
export function missingNotes(name: string, words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  if (counts.size === 0) return [];
  const listed = [...counts].map(([word, count]) => `"${word}" (${count})`).join(', ');
  return [`Target ${name}: ${listed} count as missing.`];
}

/** Whether a text has another sign than "-" for the minus. */
export function hasOtherMinus(text: string): boolean {
  return text.search(minusSigns) >= 0;
}

/** Whether a cell is a number with a decimal comma, and surely none with thousands separators. */
export function isDecimalComma(cell: string): boolean {
  // Most cells are told by this alone, and a wide table has millions.
  if (!cell.includes(',')) return false;
  const found = readLabel(cell);
  return found.kind === 'decimalComma' && !found.ambiguous;
}

export function readLabel(cell: string): LabelCell {
  const text = cell.trim().replace(minusSigns, '-');
  if (text === '') return { kind: 'missing', word: '' };
  if (number.test(text)) return finite(Number(text), text);
  const lower = text.toLowerCase();
  if (missingWords.has(lower)) return { kind: 'missing', word: text };
  if (/^[+-]?inf(inity)?$/.test(lower) || /^[+-]?[∞]$/.test(text))
    return { kind: 'unusable', reason: 'an infinite value' };
  if (/^[+-]?\d+,\d+$/.test(text)) {
    const ambiguous = /^[+-]?[1-9]\d{0,2},\d{3}$/.test(text);
    return { kind: 'decimalComma', value: Number(text.replace(',', '.')), ambiguous };
  }
  return refused(text);
}

function finite(value: number, text: string): LabelCell {
  if (Math.abs(value) <= largestFloat32) return { kind: 'number', value };
  return { kind: 'unusable', reason: `${text} is beyond what 32-bit floats hold` };
}

const unit =
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?(\s*(%|‰|°|±|\+\/-|\(|[*×x·]\s*10\b|[npuµμmkMf]?(M|mol|g|kg|L|l|m|s|V|Da|J|cal|Pa|Hz)\b)|\s+\S)/u;
const relation = /^(>>|<<|[<>≤≥]=?|~|≈|=|±)\s*(.*)$/u;

function refused(text: string): LabelCell {
  if (/^[<>≤≥~≈=±][<>≤≥~≈=±\s]*([+-]?\.?\d|lo[dq]\b)|^(ca|about|approx)\b/i.test(text)) return limit(text);
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return damaged('a number with thousands separators');
  if (range.test(text)) return damaged('a range');
  if (isDate(text)) return damaged(dateReason);
  if (unit.test(text)) return damaged('a number with a unit or remark');
  if (/^\p{Nd}/u.test(text) && !/\d/.test(text)) return damaged('a number in other digits than 0 to 9');
  if (wrapped.test(text) && !isCasNumber(text)) return damaged('a number with brackets, marks or separators');
  if (/^[+-]?[\d.]+(e[+-]?\d+)?\s*\S+$/i.test(text))
    return { kind: 'text', reason: 'a number with a unit or remark', damaged: false };
  return { kind: 'text', reason: 'not a number', damaged: false };
}

export const dateReason = 'a date';

/** Digits and what people and programs put around and between them: (0.7), 1'200.5, 0.7*, ="0.7", 1.200,5, $5; no letters. */
const wrapped = /^[=([{'"$€£¥*+-]*[.,]?\d[\d.,'’\u00a0\u202f ]*[)\]}'"$€£¥%*†‡§#?!^]*$/u;
/** "1.5-2.5", "3 to 5"; not "12-345", which may be an id. */
const range = /^[+-]?(\d*\.\d+\s*[-/]\s*\d*\.\d+|\d+\.?\d*\s*(\.\.+|to)\s*\d+\.?\d*)$/i;

/** 50-00-0 has the look of a date. */
function isCasNumber(text: string): boolean {
  return /^\d{2,7}-\d{2}-\d$/.test(text);
}

function isDate(text: string): boolean {
  if (isCasNumber(text)) return false;
  return /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{1,2}-[a-z]{3}\b|^[a-z]{3}-\d{2}\b/i.test(text);
}

function damaged(reason: string): LabelCell {
  return { kind: 'text', reason, damaged: true };
}

/** "<5" is below 5, ">= 1e4" above; an estimate such as "~3" and a name such as "<LOD" bound nothing. */
function limit(text: string): LabelCell {
  const reason = 'a limit or an estimate, not a value';
  const [, sign = '', rest = ''] = relation.exec(text) ?? [];
  const side = sideOf(sign);
  if (side === undefined || side === 0 || !/^[+-]?[.\d]/.test(rest)) return { kind: 'censored', reason };
  const read = readLabel(rest);
  if (read.kind === 'number') return { kind: 'censored', reason, bound: { value: read.value, side } };
  if (read.kind !== 'decimalComma') return { kind: 'censored', reason };
  const { value, ambiguous } = read;
  return { kind: 'censored', reason, bound: { value, side }, comma: { ambiguous } };
}

/** The side that a relation puts the true value on: -1 below, 1 above, 0 exact; undefined for an estimate or no relation. */
export function sideOf(sign: string): -1 | 0 | 1 | undefined {
  const text = sign.trim().replace(/^'(.*)'$/, '$1');
  if (/^(<|<=|<<|≤)$/.test(text)) return -1;
  if (/^(>|>=|>>|≥)$/.test(text)) return 1;
  return /^(=|==)?$/.test(text) ? 0 : undefined;
}

/** Pairs of words that obviously mean no and yes. */
const wordPairs: readonly (readonly [no: string, yes: string])[] = [
  ['inactive', 'active'],
  ['no', 'yes'],
  ['n', 'y'],
  ['false', 'true'],
  ['f', 't'],
  ['neg', 'pos'],
  ['negative', 'positive'],
  ['fail', 'pass'],
  ['off', 'on'],
  ['nontoxic', 'toxic'],
  ['non-toxic', 'toxic'],
  ['absent', 'present'],
  ['-', '+'],
];

/** The mapping of a column's words to 0 and 1 if all of them belong to one obvious pair; words are compared in lower case. */
export function binaryWords(words: Iterable<string>): ReadonlyMap<string, number> | undefined {
  const distinct = new Set([...words].map((word) => word.trim().toLowerCase()));
  const pair = wordPairs.find((candidate) => [...distinct].every((word) => candidate.includes(word)));
  return distinct.size > 0 && pair
    ? new Map([
        [pair[0], 0],
        [pair[1], 1],
      ])
    : undefined;
}
