/** A comparison as one call: trains what is missing, and writes tables of all that is there. */
import { join } from 'node:path';
import { csvLine } from '../data/index.ts';
import { writeWhole } from '../platform/index.node.ts';
import { readEpochs, readFoldsFile, readRun } from '../runs/index.node.ts';
import { type Cell, classical } from './cell.ts';
import { finishedCell } from './cell-state.node.ts';
import { comparisonPage } from './comparison-page.ts';
import { type CellOutcome, folderOf } from './run-cell.node.ts';
import { type RunCellsOptions, runCells } from './run-cells.node.ts';
import { meanOfFolds, type RunResult, resultOf } from './run-result.ts';
import { type Summary, summarize } from './summary.ts';
import { markdownOf, tablesOf } from './tables.ts';

export interface CompareOptions extends RunCellsOptions {
  /** Label of the optimizer that the others are compared with. Default: adam. */
  readonly baseline?: string | undefined;
}

export interface Comparison {
  readonly results: readonly RunResult[];
  readonly summary: Summary;
  readonly markdown: string;
  /** Those of this call, by the names of the cells. */
  readonly outcomes: ReadonlyMap<string, CellOutcome>;
  readonly missing: readonly string[];
}

/** Files that a comparison leaves in its folder, beside `runs/`. */
export const comparisonFiles = {
  markdown: 'results.md',
  csv: 'results.csv',
  json: 'results.json',
  page: 'report.html',
} as const;

/** Throws ConfigError before anything is trained if a folder holds a run of other settings. */
export async function compare(cells: readonly Cell[], options: CompareOptions): Promise<Comparison> {
  const outcomes = await runCells(cells, options);
  const results = await readResults(cells, options.folder);
  const summary = summarize(results, options.baseline);
  const found = new Set(results.map(nameOf));
  const missing = cells.filter((cell) => !found.has(nameOf(cell))).map(({ name }) => name);
  const markdown = comparisonMarkdown(summary, missing);
  await writeWhole(join(options.folder, comparisonFiles.markdown), markdown);
  await writeWhole(join(options.folder, comparisonFiles.csv), resultsCsv(results));
  await writeWhole(join(options.folder, comparisonFiles.json), `${JSON.stringify({ results, summary }, null, 1)}\n`);
  await writeWhole(join(options.folder, comparisonFiles.page), comparisonPage(summary, missing));
  return { results, summary, markdown, outcomes, missing };
}

/** Of the cells whose runs are finished, in the order of the cells. */
export async function readResults(cells: readonly Cell[], folder: string): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const cell of cells) {
    const where = folderOf(cell, folder);
    if (!(await finishedCell(cell, where))) continue;
    const folds = await readFoldsFile(where);
    const folders = folds ? Array.from({ length: folds.folds }, (_, fold) => join(where, `fold_${fold}`)) : [where];
    const found = await Promise.all(folders.map((each) => readResult(cell, each)));
    results.push(meanOfFolds(found.filter((result) => result !== undefined)));
  }
  return results;
}

async function readResult(cell: Cell, folder: string): Promise<RunResult | undefined> {
  const epochs = cell.model === classical ? [] : await readEpochs(folder);
  const run = await readRun(folder);
  return run.kind !== 'pretraining' && run.result ? resultOf(cell, run.result, epochs) : undefined;
}

function comparisonMarkdown(summary: Summary, missing: readonly string[]): string {
  const notice = missing.length > 0 ? [`Not finished, and not in these tables: ${missing.join(', ')}.`, ''] : [];
  return ['# Comparison', '', ...notice, ...tablesOf(summary).map(markdownOf)].join('\n');
}

/** A line a run, for other statistics. */
function resultsCsv(results: readonly RunResult[]): string {
  const header = [
    'dataset',
    'split',
    'model',
    'optimizer',
    'seed',
    'metric',
    'test',
    'validation',
    'best_epoch',
    'epochs',
  ];
  const costs = ['evaluations_per_update', 'cheap_per_update', 'molecules_per_second', 'seconds_per_epoch'];
  const lines = results.map(({ dataset, split, model, optimizer, seed, metric, test, validation, training }) => {
    const { bestEpoch, epochs, evaluationsPerUpdate, moleculesPerSecond, secondsPerEpoch } = training ?? {};
    const counts = [bestEpoch, epochs, evaluationsPerUpdate?.full, evaluationsPerUpdate?.cheap];
    const cells = [
      dataset,
      split,
      model,
      optimizer,
      seed,
      metric,
      test,
      validation,
      ...counts,
      moleculesPerSecond,
      secondsPerEpoch,
    ];
    return cells.map((cell) => (cell === null || cell === undefined ? '' : String(cell)));
  });
  return [[...header, ...costs], ...lines].map((cells) => `${csvLine(cells)}\n`).join('');
}

function nameOf({ dataset, model, optimizer, split, seed }: Omit<RunResult, 'metric' | 'test'> | Cell): string {
  return [dataset, model, optimizer, split, seed].join('\0');
}
