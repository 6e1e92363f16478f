import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterLayout, type ParameterSpec } from '../base/parameter-layout.ts';
import { findModel } from '../models/index.ts';
import { initialWeights } from '../nn/index.ts';
import { type InitialSource, initialize, initializeFrom } from './initial-weights.ts';

const model = findModel('grover');

function network(settings: object, seed: number) {
  const complete = model.configSchema.parse({ width: 8, heads: 2, headWidth: 4, ...settings });
  const parameters = model.parameters(complete, 1);
  const layout = new ParameterLayout(parameters);
  return { settings: complete as Record<string, unknown>, layout, weights: initialWeights(parameters, seed) };
}

function sourceOf(settings: object, changes: Partial<InitialSource> = {}): InitialSource {
  const facts = { folder: 'runs/a', kind: 'pre-training', isFinished: true, model: 'grover' } as const;
  return { ...facts, ...network(settings, 7), ...changes };
}

test('the encoder is taken over bit for bit, the head stays as the seed gave it', () => {
  const source = sourceOf({ bondEmbeddings: true, dropout: 0.1 });
  const target = { model, ...network({}, 1) };
  const before = target.weights.slice();
  const { loaded, excluded, missing, loadedNumbers, warnings } = initialize(target, source);
  for (const name of loaded) {
    assert.deepEqual(target.layout.view(target.weights, name), source.layout.view(source.weights, name));
  }
  for (const name of excluded) {
    assert.deepEqual(target.layout.view(target.weights, name), target.layout.view(before, name));
  }
  assert.equal(loaded.length + excluded.length, target.layout.entries.length);
  assert.ok(loadedNumbers > 0.9 * (target.layout.size - 100) && missing.length === 0);
  assert.deepEqual(warnings, [], 'dropout and embeddings of bonds are not of the encoder');
});

test('a network that differs where no parameter shows it is warned of', () => {
  const { warnings } = initialize({ model, ...network({ depth: 4 }, 1) }, sourceOf({}, { isFinished: false }));
  assert.equal(warnings.length, 2);
  assert.match(warnings[0]!, /not finished/);
  assert.match(warnings[1]!, /depth is 4 and was 3/);
});

test('another model, and another width, are refused with what to do', () => {
  const refused = (source: InitialSource, message: RegExp): void =>
    assert.throws(() => initialize({ model, ...network({}, 1) }, source), { code: 'other-model', message });
  refused(sourceOf({}, { model: 'compt' }), /\bcompt\b.*`model\.name: compt`/s);
  refused(sourceOf({ width: 12 }), /\d+ %.*\[8, 151\].*\[12, 151\].*\b8\b.*\b12\b/s);
});

function named(shapes: Readonly<Record<string, readonly number[]>>, value: number) {
  const specs = Object.entries(shapes).map(([name, shape]): ParameterSpec => ({ name, shape, role: 'weight' }));
  const layout = new ParameterLayout(specs);
  return { layout, weights: new Float32Array(layout.size).fill(value) };
}

test('weights of the same name and shape are taken over, all others stay and are reported', () => {
  const target = named({ 'encoder.a': [2, 2], 'encoder.b': [3], 'readout.c': [2], 'head.0': [2] }, 1);
  const source = named({ 'head.0': [2], 'encoder.b': [4], 'encoder.a': [2, 2], 'pretrain.d': [1] }, 5);
  const report = initializeFrom(target, source);
  assert.deepEqual(report, {
    loaded: ['encoder.a'],
    missing: ['readout.c'],
    misshapen: [{ name: 'encoder.b', expected: [3], found: [4] }],
    excluded: ['head.0'],
    unused: ['pretrain.d'],
  });
  assert.deepEqual([...target.weights], [5, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1]);
});
