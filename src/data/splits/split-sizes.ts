/** `--split-sizes`: fractions of training, validation and test, and what they come to for a given number of rows. */
import { ConfigError, DataError, setting } from '../../base/index.ts';

/** Fractions of the whole, summing to 1. */
export interface SplitSizes {
  readonly train: number;
  readonly val: number;
  readonly test: number;
}

export const defaultSplitSizes: SplitSizes = { train: 0.8, val: 0.1, test: 0.1 };

/** How far the sum of the fractions may be from 1. */
const tolerance = 1e-6;

/**
 * Reads three numbers: fractions that sum to 1 within 1e-6, or percentages that sum to 100.
 * Throws ConfigError for anything else, proposing fractions of the same proportions.
 */
export function parseSplitSizes(values: readonly number[]): SplitSizes {
  const given = values.join(' ');
  if (values.length !== 3) throw refused(`expected three numbers, received ${values.length}`, given);
  if (values.some((value) => !Number.isFinite(value) || value < 0)) throw refused('a size is not 0 or more', given);
  const sum = values.reduce((total, value) => total + value, 0);
  const whole = Math.abs(sum - 1) <= tolerance ? 1 : Math.abs(sum - 100) <= 100 * tolerance ? 100 : undefined;
  if (whole === undefined) {
    const proposal = sum > 0 ? values.map((value) => Number((value / sum).toFixed(4))).join(' ') : '0.8 0.1 0.1';
    throw refused(`the sizes sum to ${Number(sum.toPrecision(6))}, not to 1 (or 100)`, given, `Perhaps ${proposal}.`);
  }
  const [train, val, test] = values.map((value) => value / whole) as [number, number, number];
  if (train === 0) throw refused('nothing is left to train on', given);
  return { train, val, test };
}

/** How many rows each part gets: validation and test floor(fraction * rows), training the rest. */
export function partCounts(rows: number, sizes: SplitSizes): { train: number; val: number; test: number } {
  const val = Math.floor(sizes.val * rows);
  const test = Math.floor(sizes.test * rows);
  return { train: rows - val - test, val, test };
}

/** Throws DataError if there are so few rows that a part that was asked for would be empty. */
export function refuseTooFew(rows: number, sizes: SplitSizes): void {
  const { val, test } = partCounts(rows, sizes);
  if ((sizes.val === 0 || val > 0) && (sizes.test === 0 || test > 0)) return;
  const smallest = Math.min(...[sizes.val, sizes.test].filter((size) => size > 0));
  throw new DataError({
    code: 'too-few-molecules',
    path: ['split', 'sizes'],
    what: `${rows} molecules are too few for the split sizes ${sizes.train} ${sizes.val} ${sizes.test}`,
    advice: `At least ${Math.ceil(1 / smallest)} molecules are needed, or larger ${setting('split.sizes')}. ${setting('split.file')} takes a split of your own.`,
  });
}

function refused(what: string, given: string, advice = 'Give three numbers such as 0.8 0.1 0.1.'): ConfigError {
  return new ConfigError({ code: 'wrong-value', path: ['split', 'sizes'], what: `${what} (given: ${given})`, advice });
}
