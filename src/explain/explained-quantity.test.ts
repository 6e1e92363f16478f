import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import type { ModelCard } from '../runs/index.ts';
import { calibrationNotes, explainedQuantity } from './explained-quantity.ts';

const members = [{}, {}, {}] as unknown as ModelCard['members'];
const trees = { networkWeight: 0.5 } as unknown as ModelCard['trees'];
const curve = { from: [0, 1], to: [0.1, 0.9] };

function cardOf(taskType: string, correction: object, others: object = {}): ModelCard {
  const targets = [{ scale: 1, shift: 0, labels: 60, ...correction }];
  return {
    taskType,
    tasks: ['y'],
    trust: { classes: { method: 'isotonic', targets } },
    ...others,
  } as unknown as ModelCard;
}

test("a factor and a shift of the logits are those of what is explained, as in the file's probabilities", () => {
  const { title, weights, offset } = explainedQuantity(cardOf('classification', { scale: 0.5, shift: 0.3 }), 0, [2]);
  assert.deepEqual([title, weights, offset], ['log-odds of y', [0.5], 0.3]);
  assert.deepEqual(calibrationNotes(cardOf('classification', { scale: 0.5 })), []);
  const classes = [['a', 'b', 'c']];
  const several = explainedQuantity(cardOf('multiclass', { scale: 2 }, { classes }), 0, [0, 5, 1]);
  assert.equal(several.title, 'y: logit of b above the mean of the classes');
  assertClose([...several.weights, several.offset], [-2 / 3, 4 / 3, -2 / 3, 0], { absolute: 1e-12 });
  const named = explainedQuantity(cardOf('multiclass', { scale: 2, shift: 1 }, { classes: [['a', 'b']] }), 0, [0, 5]);
  assertClose([...named.weights, named.offset], [-1, 1, 0.5], { absolute: 1e-12 });
});

test('what is no sum is left out, and said', () => {
  const isotonic = cardOf('classification', { curve });
  const { title, weights, offset } = explainedQuantity(isotonic, 0, [2]);
  assert.deepEqual([title, weights, offset], ['log-odds of y before the calibration', [1], 0]);
  assert.match(calibrationNotes(isotonic)[0]!, /^The probabilities of y are calibrated by a curve \(isotonic\): /);
  const blend = cardOf('classification', { scale: 0.5 }, { members, trees });
  const ofNetworks = explainedQuantity(blend, 0, [2]);
  assert.deepEqual(ofNetworks.weights, [1]);
  assert.equal(ofNetworks.title, 'log-odds of y before the calibration, mean of 3 networks');
  assert.match(calibrationNotes(blend)[0]!, /calibrated for networks and trees together/);
});

test('the networks of an ensemble are corrected as their mean probability is, and that is said', () => {
  const ensemble = explainedQuantity(cardOf('classification', { scale: 0.5, shift: 0.3 }, { members }), 0, [2]);
  assert.deepEqual([ensemble.weights, ensemble.offset], [[0.5], 0.3]);
  assert.equal(ensemble.title, 'log-odds of y, mean of 3 networks, calibrated as their mean probability is');
  const few = explainedQuantity(cardOf('classification', { labels: 0 }, { members }), 0, [2]);
  assert.equal(few.title, 'log-odds of y, mean of 3 networks');
  const numbers = { trust: {}, members, standardization: { mean: [1], std: [2] } };
  const regression = explainedQuantity(cardOf('regression', {}, numbers), 0, [2, 3]);
  assert.deepEqual([regression.title, regression.weights, regression.offset], ['y', [2, 0], 1]);
});
