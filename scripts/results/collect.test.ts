import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../../src/base/errors.ts';
import type { Cell } from '../../src/experiments/cell.ts';
import { expandGrids } from '../../src/experiments/expand-grid.ts';
import { parseGrids } from '../../src/experiments/grid.ts';
import { noSteps, summarizeEpoch } from '../../src/runs/epoch-statistics.ts';
import { exampleRunFile } from '../../src/runs/run-file.test.helper.ts';
import { collectRuns } from './collect.ts';
import { readKept } from './kept.ts';

const cells = (epochs = 2): Cell[] =>
  expandGrids(
    parseGrids({ datasets: 'medicines', optimizers: ['sam'], seeds: [0, 1], training: { epochs } }, 'test'),
    'test',
  );

/** A folder of runs in which the first cell is finished, and an empty one to keep results in. */
async function folders(test = 0.5): Promise<{ runs: string; kept: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-results-'));
  const [runs, kept] = [join(folder, 'runs'), join(folder, 'kept')];
  await mkdir(kept);
  await writeRun(runs, cells()[0]!, test);
  return { runs, kept };
}

async function writeRun(runs: string, { name, config }: Cell, test: number, seconds = 2): Promise<void> {
  const metrics = (mean: number) => ({ rmse: { mean, perTask: [mean], undefinedTasks: 0 } });
  const example = exampleRunFile();
  const run = exampleRunFile({
    status: 'finished',
    config: { ...config, data: { ...config.data, folder: '/home/someone' } },
    data: { ...example.data, checksums: { '/home/someone/t.csv': 'ab' } },
    result: {
      ...{ epochs: 2, bestEpoch: 2, stoppedEarly: false, chosenBy: 'validation', evaluations: 12, secondsPerEpoch: 2 },
      validation: metrics(0.7),
      test: metrics(test),
    },
  });
  const epochs = [1, 2].map((epoch) => ({
    ...{
      ...summarizeEpoch(noSteps()),
      best: epoch === 2,
      epoch,
      trainLoss: 1 / epoch,
      learningRate: 1e-3,
      seconds,
      moleculesPerSecond: 5,
      molecules: 9,
    },
    ...{ evaluations: { full: 6, cheap: 0, forward: 0 }, updates: 3, validation: metrics(0.7) },
  }));
  await mkdir(join(runs, name), { recursive: true });
  await writeFile(join(runs, name, 'run.json'), JSON.stringify(run));
  await writeFile(join(runs, name, 'metrics.jsonl'), epochs.map((epoch) => `${JSON.stringify(epoch)}\n`).join(''));
}

test('a finished run is kept without a path of the machine, and read back as the result of its cell', async () => {
  const { runs, kept } = await folders();
  const [first, second] = cells();
  const { added, missing } = await collectRuns(cells(), { runs, kept });
  assert.deepEqual([added, missing], [[first!.name], [second!.name]]);
  assert.doesNotMatch(await readFile(join(kept, `${first!.name}.json`), 'utf8'), /someone/);
  const { results, missing: absent } = await readKept(cells(), kept);
  assert.deepEqual(
    results.map(({ optimizer, seed, metric, test, training }) => [optimizer, seed, metric, test, training?.bestEpoch]),
    [['sam', 0, 'rmse', 0.5, 2]],
  );
  assert.deepEqual(results[0]!.training!.evaluationsPerUpdate, { full: 2, cheap: 0 });
  assert.deepEqual(
    absent.map(({ name }) => name),
    [second!.name],
  );
});

test('a kept result is not replaced by other numbers unless asked for', async () => {
  const { runs, kept } = await folders();
  const [{ name } = cells()[0]!] = cells();
  await collectRuns(cells(), { runs, kept });
  assert.deepEqual((await collectRuns(cells(), { runs, kept })).unchanged, [name]);
  await writeRun(runs, cells()[0]!, 0.5, 3);
  assert.deepEqual((await collectRuns(cells(), { runs, kept })).unchanged, [name], 'the same but for its time');
  await writeRun(runs, cells()[0]!, 0.25);
  const testOf = async (): Promise<number | null> => (await readKept(cells(), kept)).results[0]!.test;
  assert.deepEqual((await collectRuns(cells(), { runs, kept })).different, [name]);
  assert.equal(await testOf(), 0.5);
  await collectRuns(cells(), { runs, kept, replace: true });
  assert.equal(await testOf(), 0.25);
});

test('a run whose settings are not those of its cell is refused, in the folder of runs and among the kept ones', async () => {
  const { runs, kept } = await folders();
  await assert.rejects(collectRuns(cells(3), { runs, kept }), ConfigError);
  await collectRuns(cells(), { runs, kept });
  await assert.rejects(
    readKept(cells(3), kept),
    (error) => error instanceof ConfigError && /another schedule/.test(error.message),
  );
});
