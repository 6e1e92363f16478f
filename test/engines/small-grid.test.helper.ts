/** A grid of short trainings, and whether two comparisons of it have the same results. GRAPHSAM_ENGINES gives the number of runs. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { folderWith, graphsam } from '../cli/command-line.ts';
import { regressionTable } from '../cli/small-tables.ts';

/** In the ordinary tests two; in npm run test:engines forty. */
const runCount = Number(process.env.GRAPHSAM_ENGINES ?? 2);

/** What is only run with the large grid says so here: it takes minutes. */
export const withoutLargeGrid = runCount > 2 ? undefined : 'takes minutes: npm run test:engines';

/** What befalls an engine befalls the first two, which take some seconds; the others are as short as can be. */
const seedsFrom2 = Array.from({ length: runCount - 2 }, (_, index) => index + 2);
const grid = `
datasets: [{ paths: [table.csv], label: chains }]
models: [{ name: compt, settings: { width: 8, heads: 1, layers: 1, headLayers: 1 } }]
optimizers: [adam]
grids:
  - { seeds: [0, 1], training: { epochs: 200 } }
${runCount > 2 ? `  - { seeds: [${seedsFrom2.join(', ')}], training: { epochs: 1 } }` : ''}
`;

export const runNames = Array.from({ length: runCount }, (_, seed) => `chains-compt-adam-random-seed${seed}`);

/** The grid and its table. */
export const gridFiles = { 'table.csv': regressionTable(), 'grid.yaml': grid };

/** With the grid and its table; comparisons are made in `out`. */
export function gridFolder(context: TestContext): string {
  return folderWith(context, gridFiles);
}

/**
 * The same for the large grid: in a folder of GRAPHSAM_ENGINES_KEPT, where one is given, and then it stays. What a call that was cut off has
 * trained there is continued by the next one, as users do it.
 */
export function largeGridFolder(context: TestContext, engine: string): string {
  const kept = process.env.GRAPHSAM_ENGINES_KEPT;
  if (kept === undefined) return gridFolder(context);
  const folder = join(kept, engine);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(gridFiles)) writeFileSync(join(folder, name), content);
  return folder;
}

/** Notes in the folder that something befell it, and returns how often up to now. */
export function befell(folder: string, what: string, isNew = true): number {
  const path = join(folder, `${what}.txt`);
  if (isNew) appendFileSync(path, `${new Date().toISOString()}\n`);
  return existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n').length : 0;
}

const ends = new Set<() => void>();
process.once('exit', () => {
  for (const end of ends) end();
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

/** Calls it after the test, also where the test is ended from outside: processes of their own would go on. */
export function atEnd(context: TestContext, end: () => void): void {
  ends.add(end);
  context.after(end);
}

function runFile(folder: string, name: string, file: string): string {
  return join(folder, 'out', 'runs', name, file);
}

export function isBegun(folder: string, name: string): boolean {
  return existsSync(runFile(folder, name, 'checkpoint.safetensors'));
}

export function isFinished(folder: string, name: string): boolean {
  const path = runFile(folder, name, 'run.json');
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).status === 'finished';
}

/** The folder of the grid trained by one command on this machine alone; GRAPHSAM_ENGINES_ALONE names one where that was done before. */
export async function trainedAlone(context: TestContext): Promise<string> {
  const before = process.env.GRAPHSAM_ENGINES_ALONE;
  if (before !== undefined && existsSync(join(before, 'out', 'results.json'))) return before;
  const folder = gridFolder(context);
  const { code, stderr } = await graphsam(['compare', 'grid.yaml', '-o', 'out', '--threads', '1'], folder);
  assert.equal(code, 0, stderr);
  return folder;
}

/** What the test has shown, with the seconds that it took. */
export function verdict(context: TestContext, start: number, what: string): void {
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  context.diagnostic(`${runNames.length} runs, ${what}: equal to one process byte for byte; ${seconds} s`);
}

/** Models and predictions byte for byte, and the numbers of the tables. */
export function assertSameResults(folder: string, alone: string): void {
  for (const name of runNames) {
    for (const file of ['model.onnx', 'predictions.csv', 'validation-predictions.csv']) {
      const [one, other] = [folder, alone].map((each) => readFileSync(runFile(each, name, file)));
      assert.ok(one!.equals(other!), `${name}/${file}`);
    }
    assert.ok(!existsSync(runFile(folder, name, 'run.lock')), `${name} is locked`);
  }
  const scores = (each: string): unknown[] =>
    JSON.parse(readFileSync(join(each, 'out', 'results.json'), 'utf8')).results.map(
      (run: { test: number }) => run.test,
    );
  assert.deepEqual(scores(folder), scores(alone));
}

/** Looks every tenth of a second; throws after the seconds, with what there is to say. */
export async function until(isSo: () => boolean, seconds: number, saying: () => string): Promise<void> {
  for (const end = performance.now() + 1000 * seconds; !isSo(); await setTimeout(100))
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${saying()}`);
}
