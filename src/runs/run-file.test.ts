import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '../base/error-codes.ts';
import { valuesOfPresentMetrics } from './metric-names-migration.ts';
import { exampleRunFile } from './run-file.test.helper.ts';
import { parseRunFile, requireTraining, runText } from './run-file.ts';

const where = 'runs/x/run.json';
const parse = (content: unknown) => parseRunFile(JSON.stringify(content), where);

function refused(content: unknown, what: RegExp, code: ErrorCode = 'run-damaged'): void {
  assert.throws(() => parse(content), { name: 'CheckpointError', code, where, what });
}

/** A run as graphsam 0.1.0 wrote it, but for the spelling of what the tests are about. */
function format1(changes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { kind: _kind, ...example } = exampleRunFile();
  return { ...example, format: 1, graphsam: '0.1.0', ...changes };
}

test('what is written is what is read, and NaN survives', () => {
  const example = exampleRunFile({ status: 'finished' });
  const [part] = example.split.parts;
  const empty = { ...part!, molecules: 0, tasks: [{ task: 'logS', labeled: 0, mean: Number.NaN, std: Number.NaN }] };
  const run = { ...example, split: { ...example.split, parts: [empty] } };
  assert.deepEqual(parseRunFile(runText(run), where), run);
});

test('a field that is missing or of another kind is named', () => {
  const { data, ...rest } = exampleRunFile();
  refused(rest, /: data: /);
  refused({ ...rest, data: { ...data, molecules: 'many' } }, /data\.molecules/);
  refused({ ...rest, data, status: 'half' }, /status/);
  refused({ ...rest, data, kind: 'dream' }, /kind/);
});

test('newer, unknown and missing formats are refused by name', () => {
  refused({ ...exampleRunFile(), format: 4, graphsam: '9.0.0' }, /graphsam 9\.0\.0 .*\b4\b/, 'newer-format');
  refused({ ...exampleRunFile(), format: 'two' }, /"two"/);
  refused({ status: 'finished' }, /\bformat\b/);
  refused([], /: the whole: /);
  assert.throws(() => parseRunFile('{"format": 2,', where), { code: 'run-damaged', where: 'runs/x/run.json' });
});

test("runs from before there was a default recipe keep the authors' preset", () => {
  const run = parse({
    ...exampleRunFile(),
    format: 2,
    config: { model: { name: 'compt', settings: {} }, training: {} },
  });
  assert.deepEqual(run.config.model, { preset: 'authors', name: 'compt', settings: {} });
  const named = parse({ ...exampleRunFile(), format: 2, config: { model: { name: 'compt', preset: 'bbbp' } } });
  assert.deepEqual(named.config.model, { preset: 'bbbp', name: 'compt' });
});

test('format 1 is read in the spelling of today', () => {
  const example = exampleRunFile();
  const run = parse(
    format1({
      config: {
        model: { name: 'grover', settings: { initialisation: 'reference' } },
        optimizer: { name: 'cr-sam', hyperparameters: { coefficients: 'normalised', rho: 0.1 } },
      },
      split: {
        ...example.split,
        parts: [{ part: 'train', molecules: 3, tasks: [{ task: 'logS', labelled: 2, mean: 1, std: 0 }] }],
      },
      model: { name: 'grover', settings: { initialisation: 'reference', width: 8 }, parameters: 9 },
    }),
  );
  assert.ok(run.kind === 'training');
  assert.deepEqual(run.config, {
    data: { atomOrder: 'as-written' },
    model: { preset: 'authors', name: 'grover', settings: { initialization: 'reference' } },
    optimizer: { name: 'cr-sam', hyperparameters: { coefficients: 'normalized', rho: 0.1 } },
  });
  assert.deepEqual(run.split.parts[0]!.tasks, [{ task: 'logS', labeled: 2, mean: 1, std: 0 }]);
  assert.deepEqual(run.model.settings, { initialization: 'reference', width: 8 });
  const gsam = { optimizer: { name: 'gsam', hyperparameters: { minimise: 'clean' } } };
  assert.deepEqual(parse(format1({ config: gsam })).config, {
    data: { atomOrder: 'as-written' },
    model: { preset: 'authors' },
    optimizer: { name: 'gsam', hyperparameters: { minimize: 'clean' } },
  });
});

test('metrics of format 1 keep their meaning: its prc-auc was average precision, and the first of metrics was tracked', () => {
  const of = (training: object): unknown =>
    (parse(format1({ config: { training } })).config as Readonly<Record<string, unknown>>).training;
  assert.deepEqual(of({ metrics: ['prc-auc', 'mcc'] }), {
    metrics: ['average-precision', 'mcc'],
    trackingMetric: 'average-precision',
  });
  assert.deepEqual(of({ metrics: [], trackingMetric: 'PRC_AUC_trapezoid' }), {
    metrics: [],
    trackingMetric: 'prc-auc',
  });
  const values = { 'prc-auc': { mean: 0.5 }, 'roc-auc': { mean: 0.7 } };
  assert.deepEqual(valuesOfPresentMetrics({ test: values }), {
    test: { 'average-precision': { mean: 0.5 }, 'roc-auc': { mean: 0.7 } },
  });
});

test('the kinds of format 1 are recognized, and what is no training says what it is', () => {
  const { model: _model, ...rest } = format1({});
  const baseline = parse({
    ...rest,
    status: 'finished',
    baseline: { name: 'mean', settings: {}, candidates: [] },
    // It held the folder, which is left out now.
    result: { status: 'finished', folder: 'runs/x', chosenBy: 'default', validation: null, test: null, seconds: 1 },
  });
  assert.ok(baseline.kind === 'baseline');
  assert.deepEqual(baseline.result, { chosenBy: 'default', validation: null, test: null, seconds: 1 });
  assert.throws(() => requireTraining(baseline, 'runs/x'), { code: 'other-kind-of-run', where: 'runs/x' });
  const { tasks: _tasks, taskType: _type, ...data } = exampleRunFile().data;
  const pretraining = parse({
    ...format1({ kind: 'pretraining', data: { ...data, training: 9, validation: 1 } }),
    tasks: { atomClasses: 5, bondClasses: 0, motifs: 85 },
  });
  assert.equal(pretraining.kind, 'pretraining');
});
