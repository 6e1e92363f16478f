/** Takes finished runs of the project's own grids into results/runs. Kept results are never replaced silently: they are facts. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cell } from '../../src/experiments/cell.ts';
import { cellState } from '../../src/experiments/cell-state.node.ts';
import { writeWhole } from '../../src/platform/files/write-file.node.ts';
import { readEpochs, readRun } from '../../src/runs/run-folder.node.ts';
import { numbersOf, type ResultRecord, recordOf, recordText } from './record.ts';

export interface Collected {
  readonly added: readonly string[];
  /** There already, with the same numbers (times may differ). */
  readonly unchanged: readonly string[];
  /** There already with other numbers; replaced only if asked to. */
  readonly different: readonly string[];
  /** Of the grid, and not finished in that folder nor kept. */
  readonly missing: readonly string[];
}

/**
 * runs: folder of run folders named as a comparison names them. kept: results/runs.
 * Throws ConfigError if a run has other settings than its cell in the grid.
 */
export async function collectRuns(
  cells: readonly Cell[],
  { runs, kept, replace = false }: { readonly runs: string; readonly kept: string; readonly replace?: boolean },
): Promise<Collected> {
  const names: Record<keyof Collected, string[]> = { added: [], unchanged: [], different: [], missing: [] };
  for (const cell of cells) {
    const target = join(kept, `${cell.name}.json`);
    const folder = join(runs, cell.name);
    if ((await cellState(cell, folder)) !== 'finished') {
      if (!existsSync(target)) names.missing.push(cell.name);
      continue;
    }
    const epochs = cell.baseline === undefined ? await readEpochs(folder) : [];
    const record = recordOf(cell.name, await readRun(folder), epochs);
    const state = await stateOf(target, record);
    names[state].push(cell.name);
    if (state === 'added' || (state === 'different' && replace)) await writeWhole(target, recordText(record));
  }
  return names;
}

async function stateOf(target: string, record: ResultRecord): Promise<'added' | 'unchanged' | 'different'> {
  if (!existsSync(target)) return 'added';
  const kept = JSON.parse(await readFile(target, 'utf8')) as ResultRecord;
  return numbersOf(kept) === numbersOf(record) ? 'unchanged' : 'different';
}
