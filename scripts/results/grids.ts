/** The project's own grids, whose runs are kept in results/runs and shown in docs/results.md. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../src/base/package-root.node.ts';
import type { Cell } from '../../src/sweep/cell.ts';
import { expandGrids } from '../../src/sweep/expand-grid.ts';
import { readGrids } from '../../src/sweep/read-grid.ts';

export const resultsFolder = join(packageRoot(), 'results');
export const keptFolder = join(resultsFolder, 'runs');
export const gridNames = ['grid', 'ablations', 'looksam'] as const;
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
