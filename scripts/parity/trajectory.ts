/** Comparing a trajectory number by number: keeps the largest difference and where it was. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Vector } from '../../src/base/parameter-layout.ts';
import type { ParityResult } from './part.ts';

export type NestedNumbers = number | readonly NestedNumbers[];

/** Row by row. */
export function flatten(values: NestedNumbers): number[] {
  return typeof values === 'number' ? [values] : values.flatMap(flatten);
}

export interface Comparison {
  number(what: string, actual: number, expected: number): void;
  vector(what: string, actual: Vector, expected: Vector): void;
  result(): Pick<ParityResult, 'largestAbsolute' | 'largestRelative' | 'passed' | 'note'>;
}

/**
 * Passes while every difference is at most the tolerance, which is absolute; anything not finite, or missing, fails.
 */
export function startComparison(tolerance: number): Comparison {
  let largest = 0;
  let compared = 0;
  let note: string | undefined;
  const number = (what: string, actual: number, expected: number): void => {
    const difference = Math.abs(actual - expected);
    compared += 1;
    if (difference <= largest) return;
    largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    note = `${what}: ${actual}, expected ${expected}`;
  };
  return {
    number,
    vector: (what, actual, expected) => {
      if (actual.length !== expected.length) number(`${what}, length`, Number.NaN, expected.length);
      for (let index = 0; index < expected.length; index++)
        number(`${what} [${index}]`, actual[index]!, expected[index]!);
    },
    result: () => ({
      largestAbsolute: largest,
      largestRelative: largest,
      passed: compared > 0 && largest <= tolerance,
      ...(note !== undefined && { note }),
    }),
  };
}

/** Checks the files of a folder one by one; one that cannot be read, or is no golden file, fails alone. */
export async function* checkFiles<T>(
  folder: string,
  path: string,
  check: (content: T, file: string) => AsyncIterable<ParityResult>,
): AsyncIterable<ParityResult> {
  const names = (await readdir(join(folder, path))).filter((name) => name !== 'README.md').sort();
  for (const name of names) {
    const file = join(path, name);
    try {
      if (!name.endsWith('.json')) throw new Error('not a golden file');
      let results = 0;
      for await (const result of check(JSON.parse(await readFile(join(folder, file), 'utf8')) as T, file)) {
        results++;
        yield result;
      }
      if (results === 0) throw new Error('it holds nothing to compare');
    } catch (error) {
      yield notCompared(file, 'reading', error);
    }
  }
}

/** Of a comparison that could not be made: it failed, whatever the others found. */
export function notCompared(file: string, what: string, error: unknown): ParityResult {
  const note = error instanceof Error ? error.message : String(error);
  const infinite = { largestAbsolute: Number.POSITIVE_INFINITY, largestRelative: Number.POSITIVE_INFINITY };
  return { file, what, ...infinite, tolerance: 0, passed: false, note };
}
