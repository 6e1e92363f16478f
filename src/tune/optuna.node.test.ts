/** The journal against records that Optuna 5.0 writes, and against Optuna itself where Python has it (GRAPHSAM_PYTHON names one). */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { journalName, writeJournal } from './optuna-journal.node.ts';
import { withOptunaLock } from './optuna-lock.node.ts';
import { missingRecords } from './optuna-records.ts';
import { exampleStudy, trialWith } from './study.test.helper.ts';

const study = exampleStudy({
  space: [
    { path: 'lr', kind: 'float', low: 1e-4, high: 1e-2, log: true },
    { path: 'width', kind: 'int', low: 64, high: 512, log: false, step: 64 },
    { path: 'name', kind: 'choice', values: ['adam', 'sam'] },
  ],
});
const settings = { lr: 0.001, width: 128, name: 'sam' };
const complete = trialWith({
  number: 0,
  settings,
  level: 1,
  values: [0.8, 0.6],
  curve: [1, 0.8, 0.6],
  ended: '2026-01-01T00:01:00.000Z',
});
const stopped = trialWith({ number: 1, settings: { lr: 0.002, width: 64 }, values: [0.9], curve: [0.9] });
const failed = trialWith({ number: 2, settings, failure: 'the loss is not finite' });
const trials = [complete, stopped, failed];
const options = { direction: 'lower', isOver: true, worker: 'w', version: '1' } as const;

test('the records are those that Optuna writes itself', () => {
  const records = missingRecords(study, [complete], [], options);
  assert.deepEqual(records, [
    { op_code: 0, worker_id: 'w', study_name: 'graphsam', directions: [1] },
    { op_code: 2, worker_id: 'w', study_id: 0, user_attr: { graphsam: '1' } },
    {
      op_code: 4,
      worker_id: 'w',
      study_id: 0,
      state: 0,
      value: null,
      values: null,
      datetime_start: '2026-01-01T00:00:00.000+00:00',
      distributions: {
        lr: '{"name":"FloatDistribution","attributes":{"step":null,"low":0.0001,"high":0.01,"log":true}}',
        width: '{"name":"IntDistribution","attributes":{"log":false,"step":64,"low":64,"high":512}}',
        name: '{"name":"CategoricalDistribution","attributes":{"choices":["adam","sam"]}}',
      },
      params: { lr: 0.001, width: 128, name: 1 },
      user_attrs: { graphsam_trial: 0 },
      system_attrs: {},
      intermediate_values: {},
    },
    ...[1, 0.8, 0.6].map((intermediate_value, epoch) => ({
      op_code: 7,
      worker_id: 'w',
      trial_id: 0,
      step: epoch + 1,
      intermediate_value,
    })),
    {
      op_code: 6,
      worker_id: 'w',
      trial_id: 0,
      state: 1,
      values: [0.6],
      datetime_complete: '2026-01-01T00:01:00.000+00:00',
    },
  ]);
});

test('only what is missing is added, after trials of others, and a stopped trial that goes on is one more', () => {
  const begun = missingRecords(study, [{ ...complete, values: [], curve: [] }], [], { ...options, isOver: false });
  const foreign = { op_code: 4, worker_id: 'python', study_id: 0, datetime_start: '2026-01-01T00:00:00+00:00' };
  const journal = [...begun, foreign];
  const more = missingRecords(study, trials, journal, options);
  assert.deepEqual(
    more.map(({ op_code, trial_id = '', state = '' }) => `${op_code} ${trial_id} ${state}`),
    [...['7 0 ', '7 0 ', '7 0 ', '6 0 1'], ...['4  0', '7 2 ', '6 2 2'], ...['4  0', '6 3 3']],
  );
  assert.deepEqual(missingRecords(study, trials, [...journal, ...more], options), []);
  const onward = { ...stopped, level: 1, values: [0.9, 0.5], curve: [0.9, 0.5] };
  const last = missingRecords(study, [complete, onward, failed], [...journal, ...more], options);
  assert.deepEqual(
    last.map(({ op_code, trial_id = '' }) => `${op_code} ${trial_id}`),
    ['4 ', '7 4', '7 4', '6 4'],
  );
});

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-optuna-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('a line that a kill has cut off is dropped, and what is there stays', async (context) => {
  const folder = folderFor(context);
  const path = join(folder, journalName);
  await writeJournal(folder, study, trials.slice(0, 1), options);
  const before = readFileSync(path, 'utf8');
  appendFileSync(path, '{"op_code":4,"worker');
  await writeJournal(folder, study, trials, options);
  const text = readFileSync(path, 'utf8');
  assert.ok(text.startsWith(before) && !text.includes('"worker{'));
  for (const line of text.trimEnd().split('\n')) JSON.parse(line);
  assert.ok(!existsSync(`${path}.lock`));
});

test("Optuna's locks are waited for, both kinds, and one that was left by a kill is taken over", async (context) => {
  const path = join(folderFor(context), journalName);
  const take = [() => symlinkSync(path, `${path}.lock`), () => writeFileSync(`${path}.lock`, '')];
  for (const lock of take) {
    lock();
    const order: string[] = [];
    const waiting = withOptunaLock(path, async () => void order.push('written'));
    setTimeout(() => {
      order.push('let go');
      unlinkSync(`${path}.lock`);
    }, 30);
    await waiting;
    assert.deepEqual(order, ['let go', 'written']);
    lock();
    await withOptunaLock(path, async () => {}, 20);
    assert.ok(!existsSync(`${path}.lock`));
  }
});

const python = process.env.GRAPHSAM_PYTHON ?? 'python3';
const program = `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
storage = optuna.storages.JournalStorage(optuna.storages.journal.JournalFileBackend(sys.argv[1]))
study = optuna.load_study(study_name="graphsam", storage=storage, sampler=optuna.samplers.TPESampler(seed=0, n_startup_trials=1))
print(json.dumps([[t.number, t.state.name, t.value, t.params, len(t.intermediate_values)] for t in study.trials]))
trial = study.ask()
lr, width = trial.suggest_float("lr", 1e-4, 1e-2, log=True), trial.suggest_int("width", 64, 512, step=64)
name = trial.suggest_categorical("name", ["adam", "sam"])
study.tell(trial, 0.1)
print(json.dumps([study.best_trial.number, lr, width, name]))
`;
const skip = spawnSync(python, ['-c', 'import optuna']).status === 0 ? false : `${python} lacks optuna`;

test('Optuna reads the study, continues it, and reads what comes after that', { skip }, async (context) => {
  const folder = folderFor(context);
  const path = join(folder, journalName);
  const ask = () => {
    const { status, stdout, stderr } = spawnSync(python, ['-c', program, path], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown[]);
  };
  await writeJournal(folder, study, trials, options);
  const [seen, asked] = ask();
  assert.deepEqual(seen, [
    [0, 'COMPLETE', 0.6, settings, 3],
    [1, 'PRUNED', 0.9, { lr: 0.002, width: 64 }, 1],
    [2, 'FAIL', null, settings, 0],
  ]);
  assert.equal(asked![0], 3, 'its own trial is the best one');
  await writeJournal(folder, study, [...trials, { ...complete, number: 3, values: [0.8, 0.05] }], options);
  const [again] = ask();
  assert.deepEqual(
    again!.map((trial) => (trial as unknown[])[1]),
    ['COMPLETE', 'PRUNED', 'FAIL', 'COMPLETE', 'COMPLETE'],
  );
});
