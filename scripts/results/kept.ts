/** The kept runs as results of the grids' cells. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../../src/base/errors.ts';
import type { Cell } from '../../src/experiments/cell.ts';
import { differentSection } from '../../src/experiments/cell-state.node.ts';
import { type RunResult, resultOf } from '../../src/experiments/run-result.ts';
import type { TrainConfigInput } from '../../src/runs/config/train-config.ts';
import { formerConfig, withAuthorsPreset } from '../../src/runs/run-file-migration.ts';
import type { ResultRecord } from './record.ts';

export interface KeptResults {
  readonly results: readonly RunResult[];
  readonly missing: readonly Cell[];
}

/** kept: results/runs. Throws ConfigError if a kept run has other settings than its cell: its result would be reported as that of another training. */
export async function readKept(cells: readonly Cell[], kept: string): Promise<KeptResults> {
  const results: RunResult[] = [];
  const missing: Cell[] = [];
  for (const cell of cells) {
    const path = join(kept, `${cell.name}.json`);
    if (existsSync(path))
      results.push(keptResult(cell, JSON.parse(await readFile(path, 'utf8')) as ResultRecord, path));
    else missing.push(cell);
  }
  return { results, missing };
}

function keptResult(cell: Cell, { format, config, result, epochs }: ResultRecord, path: string): RunResult {
  const former = formerConfig(config);
  const present = format === 1 ? withAuthorsPreset(former) : former;
  const different = differentSection(cell, present as TrainConfigInput, path);
  if (different) {
    throw new ConfigError({
      what: `the kept run has another ${different.name} than its cell in the grid: ${different.found} instead of ${different.wanted}`,
      where: path,
      advice: 'Compute the run again and collect it with --replace, or give the cell a label of its own.',
    });
  }
  return resultOf(cell, result, epochs);
}
