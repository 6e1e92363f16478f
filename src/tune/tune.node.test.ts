import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { RunError } from '../base/index.ts';
import type { ExecuteJob } from '../experiments/index.node.ts';
import { foldsFile, foldsFileName, parseTrainConfig, runText } from '../runs/index.ts';
import { exampleStudy, formula, madeUp, readTrials } from './study.test.helper.ts';
import { writeStudyFiles } from './study-files.node.ts';
import type { Study, Trial } from './trial.ts';
import { type TuneOptions, tune } from './tune.node.ts';
import { watchStudy } from './watch-study.node.ts';

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-tune-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const options = (folder: string, changes: Partial<TuneOptions> = {}): TuneOptions => ({
  ...{ folder, trials: 20, jobs: 1, machine: { threads: 1 }, execute: madeUp() },
  ...changes,
});

/** Without times. */
const settingsAndValues = (trials: readonly Trial[]) =>
  trials.map(({ number, settings, level, values, perReplicate }) => ({
    number,
    settings,
    level,
    values,
    perReplicate,
  }));

test('a search ends near the best settings, trains few trials to the end, and is the same for the same seed', async (context) => {
  const [one, two] = [folderFor(context), folderFor(context)];
  const study = exampleStudy();
  const runs: string[] = [];
  const { trials, status, direction } = await tune(study, options(one, { trials: 24, execute: madeUp(runs) }));
  assert.deepEqual([status, direction, trials.length], ['finished', 'lower', 24]);
  const complete = trials.filter(({ values }) => values.length === 2);
  assert.ok(complete.length >= 3 && complete.length <= 15, `${complete.length}`);
  assert.equal(runs.length, 24 + complete.length, 'each rung of a run is trained once');
  const summary = await writeStudyFiles(study, trials, one, 'lower');
  const rate = Number(summary.best!.settings['schedule.learningRate']);
  assert.ok(rate > 0.001 && rate < 0.004, String(rate));
  const again = await tune(study, options(two, { trials: 11 }));
  const settingsOf = (all: readonly Trial[]) => all.map(({ settings }) => settings);
  assert.deepEqual(settingsOf(again.trials), settingsOf(trials.slice(0, 11)));

  const best = readFileSync(join(one, 'best.yaml'), 'utf8');
  const config = parseTrainConfig(parse(best), 'best.yaml');
  assert.equal((config.schedule as { learningRate?: number }).learningRate, rate);
  assert.match(
    best,
    /^# Trial \d+: validation rmse .*\n# 24 trials: .*\n# This value was chosen as the best of 24 trials/,
  );
  const page = readFileSync(join(one, 'report.html'), 'utf8');
  for (const text of [
    'the best tenth stands out',
    'better than what the settings are worth',
    'Which settings matter',
    'learningRate',
  ])
    assert.ok(page.includes(text), text);
  assert.equal(readFileSync(join(one, 'trials.csv'), 'utf8').trimEnd().split('\n').length, 25);
});

test('interrupted anywhere it goes on without repeating a rung, and ends with the trials of one that never was', async (context) => {
  const [whole, broken] = [folderFor(context), folderFor(context)];
  const study = exampleStudy({ replicates: [{ seed: 0 }, { seed: 1 }] });
  const { trials } = await tune(study, options(whole, { trials: 6 }));
  const runs: string[] = [];
  // Every fifth training is killed when it has trained, before anyone has noticed.
  for (let call = 0; call < 20; call++) {
    const stop = new AbortController();
    const mortal: ExecuteJob = async (job, hooks) => {
      const status = await madeUp(runs)(job, hooks);
      if (runs.length % 5 === 0) stop.abort();
      return status;
    };
    const outcome = await tune(study, options(broken, { trials: 6, execute: mortal, signal: stop.signal }));
    if (outcome.status === 'finished') break;
  }
  assert.deepEqual(settingsAndValues(readTrials(broken, 6)), settingsAndValues(trials));
  assert.equal(new Set(runs).size, 12);
  const rungs = trials.reduce((sum, { values }) => sum + 2 * values.length, 0);
  assert.equal(runs.length, rungs, 'nothing was trained twice');
  assert.deepEqual(trials[0]!.perReplicate.length, 2);
});

test('several workers in one folder and parts of an array make every trial once', async (context) => {
  const folder = folderFor(context);
  const study = exampleStudy({ sampler: 'random', rungs: [9] });
  const slow: ExecuteJob = async (job, hooks) => {
    await new Promise((resolve) => setTimeout(resolve, 3));
    return madeUp(runs)(job, hooks);
  };
  const runs: string[] = [];
  const parts = [1, 2].map((index) =>
    tune(study, options(folder, { trials: 8, jobs: 2, execute: slow, part: { index, count: 2 } })),
  );
  await Promise.all(parts);
  assert.equal(new Set(runs).size, 8);
  assert.equal(runs.length, 8);
  const alone = await tune(study, options(folderFor(context), { trials: 8 }));
  assert.deepEqual(
    settingsAndValues(readTrials(folder, 8)),
    settingsAndValues(alone.trials),
    'random trials do not depend on who makes them',
  );
});

test('folds are runs of their own', async (context) => {
  const folder = folderFor(context);
  const jobs: (number | undefined)[] = [];
  const execute: ExecuteJob = (job, hooks) => {
    jobs.push(job.fold);
    return madeUp()(job, hooks);
  };
  const study = exampleStudy({ rungs: [9], replicates: [{ fold: 0 }, { fold: 1 }] });
  const { trials } = await tune(study, options(folder, { trials: 1, execute }));
  assert.deepEqual(jobs, [0, 1]);
  assert.equal(trials[0]!.perReplicate.length, 2);
});

test('a trial that fails is reported and the search goes on; if all fail, it ends and says why', async (context) => {
  const folder = folderFor(context);
  const failing: ExecuteJob = async (job, hooks) => {
    if (/trial00002$/.test(basename(job.folder))) throw new Error('the loss is not finite');
    return madeUp()(job, hooks);
  };
  const { trials } = await tune(exampleStudy(), options(folder, { trials: 6, execute: failing }));
  assert.deepEqual(
    trials.map(({ failure }) => failure),
    [undefined, undefined, 'the loss is not finite', undefined, undefined, undefined],
  );
  const hopeless = options(folderFor(context), { execute: () => Promise.reject(new Error('no memory')) });
  await assert.rejects(tune(exampleStudy(), hopeless), { code: 'trials-failed', what: /\b3\b.*no memory/ });
});

test('a training that ends without a value fails its trial with the reason, and is not begun for ever', async (context) => {
  process.env.GRAPHSAM_LEASE_SECONDS = '0.1';
  context.after(() => delete process.env.GRAPHSAM_LEASE_SECONDS);
  const trained: string[] = [];
  const ending = (leave: ExecuteJob): ExecuteJob => {
    return (job, hooks) => {
      trained.push(job.folder);
      if (trained.length > 20) throw new Error('it was begun again and again');
      return leave(job, hooks);
    };
  };
  const inFolds = ending(async ({ config, folder }) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, foldsFileName), runText(foldsFile(2, { ...config })));
    return 'finished';
  });
  const without = ending(async () => 'finished');
  const failuresOf = async (execute: ExecuteJob) =>
    (await tune(exampleStudy(), options(folderFor(context), { trials: 2, execute }))).trials.map(
      (trial) => trial.failure,
    );
  for (const failure of await failuresOf(inFolds)) assert.match(failure!, /the data are split 2 times/);
  assert.equal(trained.length, 2, 'it is known at once');
  for (const failure of await failuresOf(without)) assert.match(failure!, /has ended and left no epochs/);
  assert.equal(trained.length, 2 + 2 * 3, 'files of another machine may be seen late');
});

test('a folder with another study is refused, and the limit of time is kept', async (context) => {
  const folder = folderFor(context);
  const study: Study = exampleStudy();
  const long = { timeLimitSeconds: 0.05, trials: 100_000 };
  const { status, trials } = await tune(study, options(folder, long));
  assert.equal(status, 'time is up');
  assert.ok(trials.length < 1000);
  await assert.rejects(tune({ ...study, seed: 4 }, options(folder)), { code: 'other-study', what: /seed/ });
  await assert.rejects(tune({ ...study, space: study.space.slice(1) }, options(folder)), {
    code: 'other-study',
    what: /space/,
  });
  // One that was begun without them takes any.
  const few = { trials: 1 };
  await tune({ ...study, tables: ['a table'] }, options(folder, few));
  const other = folderFor(context);
  await tune({ ...study, tables: ['a table'] }, options(other, few));
  const changed = tune({ ...study, tables: ['another'] }, options(other, few));
  await assert.rejects(changed, { code: 'other-study', what: /content of its tables/ });
});

test('trials are compared by their best epoch up to the rung', async (context) => {
  const worse = madeUp([], (config, epoch) => formula(config, epoch) + (epoch > 3 ? 100 : 0));
  const { trials } = await tune(
    exampleStudy({ rungs: [9] }),
    options(folderFor(context), { trials: 2, execute: worse }),
  );
  for (const { values, curve } of trials) assert.equal(values[0], Math.min(...curve.map(Number)));
});

test('a search is watched: how many trials are finished, given up early, failed and waiting, and whether it is over', async (context) => {
  const folder = folderFor(context);
  assert.equal(await watchStudy(folder), undefined);
  const fail: ExecuteJob = async (job, hooks) => {
    if (job.folder.endsWith('00002')) throw new RunError({ what: 'the loss is not finite' });
    return madeUp()(job, hooks);
  };
  const study = exampleStudy();
  const stop = new AbortController();
  const stopAt5 = ({ number }: Trial): void => {
    if (number === 5) stop.abort();
  };
  const given = { trials: 12, execute: fail };
  await tune(study, options(folder, { ...given, signal: stop.signal, onTrial: stopAt5 }));
  const look = (await watchStudy(folder))!;
  const half = await look();
  assert.deepEqual([half.runs.length, half.isOver, half.counts.waiting >= 6], [12, false, true]);
  assert.match(half.runs[2]!.reason!, /the loss is not finite/);

  const { trials } = await tune(study, options(folder, given));
  const { counts, isOver, runs } = await look();
  const complete = trials.filter(({ values }) => values.length === study.rungs.length).length;
  assert.deepEqual(counts, { running: 0, failed: 1, waiting: 0, stopped: 11 - complete, finished: complete });
  assert.ok(isOver && complete > 0 && runs.every(({ state, epoch }) => state !== 'finished' || epoch === 9));
});
