/**
 * npm run bench:web -- [--presets default-classification,bbbp] [--steps 20] [--json]
 *
 * Times a training step (forward, backward, update) in the page, in a real Chromium, and in Node with the native runtime on one
 * thread, on the same molecules: rings and chains with the numbers of atoms of BBBP. The page is there twice: as any host serves
 * it, on one thread, and isolated from other origins (web/hosts), on all its threads. All take their steps in turn, so that a change of
 * the machine's speed meets all alike; two presets take about a minute on a quiet machine. Exit code 1 if a page, on whatever it
 * has, takes more than 2.5 times as long as Node's single thread (median of the ratios of a turn).
 *
 * Keys of --json: batchSize, steps, cores, chromium, runtime, and for each of presets {preset, nodeMs, pages: [{threads, isolated, ms, ratio,
 * firstStepMs, memoryMb}]}; nodeMs and ms are {median, min, max}, ratio {median, low, high} (quartiles), firstStepMs compiles
 * the computation, memoryMb is that of WebAssembly.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { formatTable } from '../scripts/shared/format-table.ts';
import { reportFailure } from '../scripts/shared/report-failure.ts';
import { median, quantile } from '../src/base/quantile.ts';
import { RandomStream } from '../src/base/random.ts';
import { type Chemistry, loadChemistry } from '../src/chem/index.node.ts';
import { isRejection } from '../src/chem/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import type { Runtime } from '../src/runtime/index.ts';
import { openHarness } from '../test/web/build-harness.ts';
import { type EngineHost, openEngineHost } from '../test/web/engine-in-page.ts';
import { openBenchSession } from './bench-session.ts';
import { StepTaker } from './step-taker.ts';
import { drawSizes } from './synthetic-molecules.ts';

const batchSize = 32;
const warmupSteps = 3;
const mostAllowed = 2.5;
/** Whose molecules, of whatever preset. */
const sizesOf = 'bbbp';

interface Here {
  readonly host: EngineHost;
  readonly chemistry: Chemistry;
  readonly runtime: Runtime;
  /** Where the page comes from, isolated or not. */
  readonly addresses: readonly { readonly url: string; readonly isolated: boolean }[];
}

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      presets: { type: 'string', default: 'default-classification,bbbp' },
      steps: { type: 'string', default: '20' },
      json: { type: 'boolean', default: false },
    },
  });
  const result = await measureAll(values.presets.split(','), Number(values.steps));
  console.log(values.json ? JSON.stringify(result, null, 2) : describe(result));
  const ratios = result.presets.flatMap(({ pages }) => pages.map(({ ratio }) => ratio.median));
  if (Math.max(...ratios) > mostAllowed) process.exitCode = 1;
});

async function measureAll(presets: readonly string[], steps: number) {
  const host = await openEngineHost({ optimizing: true });
  const isolated = await host.harness.serve({ isolated: true });
  try {
    const [chemistry, runtime] = [await loadChemistry(), await loadRuntime({ backend: 'native' })];
    const addresses = [
      { url: host.site.url, isolated: false },
      { url: isolated.url, isolated: true },
    ];
    const measured = [];
    for (const preset of presets) measured.push(await measure(preset, steps, { host, chemistry, runtime, addresses }));
    const chromium = host.browser.version();
    const cores = availableParallelism();
    return { batchSize, steps, cores, chromium, runtime: runtime.description, presets: measured };
  } finally {
    await isolated.close();
    await host.close();
  }
}

async function measure(preset: string, steps: number, here: Here) {
  const turns = steps + warmupSteps;
  const smiles = drawSizes(sizesOf, turns * batchSize, new RandomStream(1, 'bench')).map(moleculeOf);
  const node = openInNode(smiles, preset, here);
  const pages = [];
  for (const address of here.addresses)
    pages.push({ ...address, ...(await openInPage(smiles, preset, address, here)) });
  const nodeMs: number[] = [];
  const pageMs: number[][] = pages.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    nodeMs.push(await node.step(turn));
    for (const [index, { step }] of pages.entries()) pageMs[index]!.push(await step());
  }
  await node.release();
  const results = pages.map(async ({ page, threads, isolated, memoryMb }, index) => {
    const ms = pageMs[index]!;
    const ratios = ms.map((each, turn) => each / nodeMs[turn]!).slice(warmupSteps);
    const [low, high] = [quantile(ratios, 0.25), quantile(ratios, 0.75)];
    const ratio = { median: median(ratios), low, high };
    const result = { threads, isolated, ms: summary(ms), ratio, firstStepMs: ms[0]!, memoryMb: await memoryMb() };
    await page.context().close();
    return result;
  });
  return { preset, nodeMs: summary(nodeMs), pages: await Promise.all(results) };
}

/** Rings of six in a row, and a chain for the rest: as many atoms, and about as many bonds, as molecules of that size have. */
function moleculeOf(atoms: number): string {
  return 'C1CCCCC1'.repeat(Math.floor(atoms / 6)) + 'C'.repeat(atoms % 6) || 'C';
}

async function openInPage(smiles: readonly string[], preset: string, { url }: { url: string }, { host }: Here) {
  const { page } = await openHarness(host.browser, url);
  const csv = ['smiles,y', ...smiles.map((each, row) => `${each},${row % 2}`), ''].join('\n');
  const threads = await page.evaluate(beginTraining, [csv, preset, batchSize] as const);
  const step = async (): Promise<number> => 1000 * (await page.evaluate(takeStep)).seconds;
  const memoryMb = async (): Promise<number> =>
    (await page.evaluate(() => (window as unknown as BenchWindow).steps.at(-1)!)).memoryMb;
  return { page: page as Page, threads, step, memoryMb };
}

interface BenchWindow {
  readonly steps: { seconds: number; memoryMb: number }[];
  training: { step(): Promise<unknown>; pause(): Promise<unknown> };
}

/** In the page: a training that stands still. Returns the threads that it has. */
async function beginTraining([csv, preset, batchSize]: readonly [string, string, number]): Promise<number> {
  const config = {
    data: { taskType: 'classification' as const },
    split: { sizes: [1, 0, 0] as [number, number, number] },
    model: { name: 'compt', preset },
    optimizer: { name: 'adam' },
    training: { batchSize, epochs: 3 },
  };
  const files = [{ name: 'molecules.csv', content: new Blob([csv]) }];
  const steps: BenchWindow['steps'] = [];
  const listeners = { onStep: (step: unknown) => steps.push(step as BenchWindow['steps'][number]) };
  const training = window.engine.startTraining({ title: 'bench', files, config }, listeners);
  Object.assign(window, { steps, training });
  const { threads } = await window.engine.environment();
  await training.pause();
  return threads;
}

/** In the page. */
async function takeStep(): Promise<{ seconds: number }> {
  const { training, steps } = window as unknown as BenchWindow;
  await training.step();
  return steps.at(-1)!;
}

function openInNode(smiles: readonly string[], preset: string, { chemistry, runtime }: Here) {
  const molecules = smiles.map((each) => {
    const molecule = chemistry.parse(each);
    if (isRejection(molecule)) throw new Error(`${each}: ${molecule.reason}`);
    return molecule;
  });
  const session = openBenchSession({ runtime, model: 'compt', preset, molecules, threads: 1 });
  const taker = new StepTaker(session, 'adam');
  return {
    step: async (index: number): Promise<number> => {
      const rows = Array.from({ length: batchSize }, (_, position) => index * batchSize + position);
      const { totalMs, collationMs } = await taker.step(rows);
      return totalMs - collationMs;
    },
    release: () => session.release(),
  };
}

function summary(all: readonly number[]): { median: number; min: number; max: number } {
  const times = all.slice(warmupSteps);
  return { median: median(times), min: Math.min(...times), max: Math.max(...times) };
}

function describe({ steps, cores, chromium, runtime, presets }: Awaited<ReturnType<typeof measureAll>>): string {
  const tables = presets.map(({ preset, nodeMs, pages }) => {
    const times = ({ median, min, max }: typeof nodeMs): string[] => [median, min, max].map((ms) => ms.toFixed(0));
    const rows = pages.map(({ threads, isolated, ms, ratio, firstStepMs, memoryMb }) => [
      `page${isolated ? ', isolated' : ''}, ${threads} of ${cores} cores`,
      ...times(ms),
      `${ratio.median.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`,
      firstStepMs.toFixed(0),
      memoryMb.toFixed(0),
    ]);
    const columns = [preset, 'median ms', 'least', 'most', 'ratio (quartiles)', 'first step', 'MB'];
    return formatTable(columns, [['Node, one thread', ...times(nodeMs), '', '', ''], ...rows]);
  });
  const what = `A training step, batch ${batchSize}, Adam; ${steps} each in turn; Chromium ${chromium}, ${runtime}`;
  return [what, ...tables, `allowed: a ratio of ${mostAllowed}`].join('\n\n');
}
