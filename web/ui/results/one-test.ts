/** Whether runs can be compared. */
import type { RunResults } from '../../engine/protocol.ts';

/** All were tested on the same molecules with the same targets. */
export function haveOneTest(all: readonly Pick<RunResults, 'tasks' | 'test'>[]): boolean {
  const keyOf = ({ tasks, test }: Pick<RunResults, 'tasks' | 'test'>): string =>
    JSON.stringify([tasks, test.map(({ smiles, labels }) => [smiles, labels])]);
  return new Set(all.map(keyOf)).size <= 1;
}
