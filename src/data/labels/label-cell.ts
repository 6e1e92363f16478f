/** One cell of a target column: a number, nothing, or something that must not be read as a number. */
import { missingWords } from '../missing-words.ts';

export type LabelCell =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'missing'; readonly word: string }
  /** A number that cannot be a label (infinite, or beyond what 32-bit floats hold): the value is refused, its row is kept. */
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'censored'; readonly reason: string }
  | { readonly kind: 'decimalComma'; readonly value: number; readonly ambiguous: boolean }
  | { readonly kind: 'text'; readonly reason: string };

const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const largestFloat32 = 3.4028234663852886e38;

export function readLabel(cell: string): LabelCell {
  const text = cell.trim();
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

function refused(text: string): LabelCell {
  if (/^[<>≤≥~≈=±][<>≤≥~≈=±\s]*([+-]?\.?\d|lo[dq]\b)|^(ca|about|approx)\b/i.test(text))
    return { kind: 'censored', reason: 'a limit or an estimate, not a value' };
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text))
    return { kind: 'text', reason: 'a number with thousands separators' };
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{1,2}-[a-z]{3}|^[a-z]{3}-\d{2}/i.test(text))
    return { kind: 'text', reason: 'a date' };
  if (/^[+-]?[\d.]+(e[+-]?\d+)?\s*\S+$/i.test(text)) return { kind: 'text', reason: 'a number with a unit or remark' };
  return { kind: 'text', reason: 'not a number' };
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
