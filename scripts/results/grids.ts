/** The project's own grids, whose runs are kept in results/runs and shown in docs/results.md. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '../../src/experiments/cell.ts';
import { expandGrids } from '../../src/experiments/expand-grid.ts';
import { readGrids } from '../../src/experiments/read-grid.ts';
import { packageRoot } from '../../src/platform/package-root.node.ts';

export const resultsFolder = join(packageRoot(), 'results');
export const keptFolder = join(resultsFolder, 'runs');
const gridNames = ['grid', 'ablations', 'looksam'] as const;
export type GridName = (typeof gridNames)[number];

export async function cellsOf(name: GridName): Promise<Cell[]> {
  const path = join(resultsFolder, `${name}.yaml`);
  return expandGrids(readGrids(await readFile(path, 'utf8'), path), path);
}

/** Of all grids, each run once. */
export async function allCells(): Promise<Cell[]> {
  const cells = (await Promise.all(gridNames.map(cellsOf))).flat();
  return [...new Map(cells.map((cell) => [cell.name, cell])).values()];
}
