import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTrainConfig, qualityLevels, type TrainConfig } from '../../runs/index.ts';
import { beginFromEncoder } from './begin-from-encoder.node.ts';

const of = (input: object): TrainConfig => parseTrainConfig({ ...input, training: { quality: 'good' } }, 'test');
const none: ReadonlySet<string> = new Set();

test('the networks of a level begin with the encoder of the package, and a search leaves its network alone', async () => {
  for (const taskType of ['regression', 'classification']) {
    const { config, fixed, event } = await beginFromEncoder(of({}), taskType, none);
    assert.deepEqual(event, { kind: 'beginning', initFrom: 'builtin', atomOrder: 'random' });
    assert.deepEqual([config.training.initFrom, config.data.atomOrder], ['builtin', 'random']);
    assert.deepEqual([config.model.settings.width, config.model.settings.distanceKernel], [128, 'exp']);
    assert.ok(fixed.has('model.settings.width') && !fixed.has('model.settings.dropout'), [...fixed].join(' '));
    assert.deepEqual(parseTrainConfig(config, 'test'), config);
  }
});

test('what is given is kept: another network, another beginning, another order', async () => {
  const cases: [object, readonly string[], readonly string[]][] = [
    [{ model: { settings: { width: 64 } } }, [], ['model.settings.width']],
    [{ model: { preset: 'authors' } }, [], ['model.preset']],
    [{ model: { name: 'grover' } }, [], ['model.name']],
    [{}, ['training.initFrom'], ['training.initFrom']],
  ];
  for (const [input, fixed, given] of cases) {
    const begun = await beginFromEncoder(of(input), 'regression', new Set(fixed));
    assert.deepEqual(begun.event, { kind: 'beginning', given });
    assert.deepEqual(begun.config, of(input));
  }
  const canonical = await beginFromEncoder(of({}), 'regression', new Set(['data.atomOrder']));
  assert.deepEqual([canonical.config.data.atomOrder, canonical.config.training.initFrom], ['canonical', 'builtin']);
});

test('the encoder of the level by its name is the beginning of the level, and how it learns can be said', async () => {
  const named = parseTrainConfig({ training: { quality: 'fast', initFrom: 'builtin', freezeEpochs: 1 } }, 'test');
  const begun = await beginFromEncoder(named, 'regression', new Set(['training.initFrom', 'training.freezeEpochs']));
  assert.deepEqual(begun.event, { kind: 'beginning', initFrom: 'builtin', atomOrder: 'random', epochs: 20 });
  assert.equal(begun.config.training.freezeEpochs, 1);
  const unnamed = parseTrainConfig({ training: { quality: 'fast', freezeEncoder: true } }, 'test');
  const { training } = (await beginFromEncoder(unnamed, 'regression', none)).config;
  assert.deepEqual([training.initFrom, training.freezeEncoder], ['builtin', true]);
  // There is none for several classes, nor for a network of another width.
  await assert.rejects(beginFromEncoder(unnamed, 'multiclass', none), { what: /`training\.freezeEncoder`/ });
  const wide = parseTrainConfig({ ...unnamed, model: { settings: { width: 64 } } }, 'test');
  await assert.rejects(beginFromEncoder(wide, 'regression', none), { what: /`training\.freezeEncoder`/ });
});

test('without a level nothing changes, nor for targets that were not measured, which is told', async () => {
  const plain = parseTrainConfig({}, 'test');
  assert.deepEqual(await beginFromEncoder(plain, 'regression', none), { config: plain, fixed: none });
  for (const quality of Object.keys(qualityLevels)) {
    const ofLevel = parseTrainConfig({ training: { quality } }, 'test');
    const event = { kind: 'beginning', notMeasured: 'multiclass' };
    assert.deepEqual(await beginFromEncoder(ofLevel, 'multiclass', none), { config: ofLevel, fixed: none, event });
  }
});

test('the level fast takes fewer epochs, all of them, unless their number or early stopping is given', async () => {
  const lengthOf = async (training: object, fixed: readonly string[] = []): Promise<(number | undefined)[]> => {
    const config = parseTrainConfig({ training: { quality: 'fast', ...training } }, 'test');
    const begun = await beginFromEncoder(config, 'regression', new Set(fixed));
    const { epochs, patience } = begun.config.training;
    assert.equal(begun.config.training.initFrom, 'builtin');
    assert.deepEqual(begun.event && 'epochs' in begun.event ? begun.event.epochs : epochs, epochs);
    return [epochs, patience];
  };
  assert.deepEqual(await lengthOf({}), [20, undefined]);
  assert.deepEqual(await lengthOf({ epochs: 7 }), [7, undefined]);
  assert.deepEqual(await lengthOf({ patience: 4 }), [60, 4]);
  assert.deepEqual(await lengthOf({ epochs: 60, patience: 15 }, ['training.epochs']), [60, 15]);
});

test('none is a word for weights that are drawn', () => {
  const { training } = parseTrainConfig({ training: { initFrom: 'none' } }, 'test');
  assert.ok(!('initFrom' in training));
});
