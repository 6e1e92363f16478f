/** docs/results.md and the README's table from the files of results/. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SharpnessFile } from '../../src/analysis/index.ts';
import type { RunResult } from '../../src/experiments/run-result.ts';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { fillTemplate, replaceBetween } from './fill-template.ts';
import { allCells, cellsOf, type GridName, keptFolder, resultsFolder } from './grids.ts';
import { readKept } from './kept.ts';
import {
  comparisonTables,
  epochsTable,
  evaluationsTable,
  missingSection,
  sharpnessSection,
  shortTable,
} from './sections.ts';

export const documentPath = join(packageRoot(), 'docs', 'results.md');
export const readmePath = join(packageRoot(), 'README.md');

export async function resultsDocument(): Promise<string> {
  const path = join(resultsFolder, 'results.template.md');
  const [grid, ablations, lookSam] = await Promise.all((['grid', 'ablations', 'looksam'] as const).map(resultsOf));
  const all = await allCells();
  const { missing } = await readKept(all, keptFolder);
  return fillTemplate(
    await readFile(path, 'utf8'),
    {
      'test-metrics': () => comparisonTables(grid!, { kinds: ['metric'] }),
      differences: () => comparisonTables(grid!, { kinds: ['difference'], headings: false }),
      evaluations: () => evaluationsTable(grid!),
      epochs: () => epochsTable(grid!),
      ablations: () =>
        comparisonTables(ablations!, { kinds: ['metric', 'difference'], baseline: 'graphsam', headings: false }),
      'ablation-evaluations': () => evaluationsTable(ablations!),
      looksam: () => comparisonTables(lookSam!, { kinds: ['metric'], headings: false }),
      'looksam-epochs': () => epochsTable(lookSam!),
      sharpness: sharpnessTables,
      missing: () => missingSection(missing, all.length),
    },
    'results/results.template.md',
  );
}

/** The README with its table made anew. */
export async function readmeWithResults(): Promise<string> {
  return replaceBetween(await readFile(readmePath, 'utf8'), 'results', shortTable(await resultsOf('grid')));
}

async function resultsOf(name: GridName): Promise<readonly RunResult[]> {
  return (await readKept(await cellsOf(name), keptFolder)).results;
}

const measuredSharpness = { esol: 'ESOL', 'esol-mse': 'ESOL, mean squared error', bbbp: 'BBBP' };

async function sharpnessTables(): Promise<string> {
  const sections = Object.entries(measuredSharpness).map(async ([folder, name]) => {
    const path = join(resultsFolder, 'sharpness', folder, 'sharpness.json');
    if (!existsSync(path)) return `### ${name}\n\nNot measured yet.\n`;
    return sharpnessSection({ name, file: JSON.parse(await readFile(path, 'utf8')) as SharpnessFile });
  });
  return (await Promise.all(sections)).join('\n');
}
