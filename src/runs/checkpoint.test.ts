import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CheckpointError } from '../base/errors.ts';
import { ParameterLayout } from '../base/parameter-layout.ts';
import { type Checkpoint, chosenPrefix, chosenWeights, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import { noSteps, summarizeEpoch } from './epoch-statistics.ts';
import type { EpochReport } from './events.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const layout = new ParameterLayout([
  { name: 'encoder.0.weight', shape: [2, 3], role: 'weight' },
  { name: 'scale', shape: [], role: 'scalar' },
]);

const checkpoint: Checkpoint = {
  identity: { epochs: 3, seed: 1, patience: null, 'drop last': false, 'data checksum': 'abc' },
  position: { epoch: 1, stepInEpoch: 4, step: 12 },
  streams: { shuffle: [1, -2, 3, 4], masks: [5, 6, -7, 8] },
  statistics: { ...noSteps(), loss: 0.1 + 0.2, skipped: { 'the loss is NaN': 2 } },
  tracking: { best: { epoch: 0, value: 1 / 3 }, reference: 0.25, epochsWithoutImprovement: 2 },
  optimizer: {
    version: 1,
    method: 'graphsam',
    rule: 'adam',
    vectors: { 'method.direction': Float32Array.of(1, 2, 3, 4, 5, 6, 7), 'method.table': Float64Array.of(0.1) },
    scalars: { 'rule.steps': 12, 'method.ready': true, noise: [1, 2, 3, 4] },
  },
  weights: Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7),
  bestWeights: Float32Array.of(7, 6, 5, 4, 3, 2, 1),
};

test('a checkpoint is read back bit for bit, whatever its numbers', () => {
  fc.assert(
    fc.property(
      fc.float32Array({ minLength: 7, maxLength: 7 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (weights, loss) => {
        const changed = {
          ...checkpoint,
          weights,
          statistics: { ...checkpoint.statistics, loss: loss === 0 ? 0 : loss },
        };
        assert.deepEqual(decodeCheckpoint(encodeCheckpoint(changed, layout), layout, 'here'), changed);
      },
    ),
  );
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(checkpoint, layout), layout, 'here'), checkpoint);
});

test('before there is a best epoch there are no weights of it, and float64 stays float64', () => {
  const tracking = { ...checkpoint.tracking, best: null };
  const early = { ...checkpoint, tracking, bestWeights: undefined, weights: new Float64Array(7).fill(0.1) };
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(early, layout), layout, 'here'), early);
});

test('the weights of the model are those of the best epoch, else the average, else the last ones', () => {
  const average = { weights: new Float32Array(7).fill(2), steps: 5 };
  const tracking = { ...checkpoint.tracking, best: null };
  const unchosen = { ...checkpoint, tracking, bestWeights: undefined };
  const found = [{ ...checkpoint, average }, { ...unchosen, average }, unchosen].map((each) => {
    const bytes = encodeCheckpoint(each, layout);
    const first = `${chosenPrefix(readSafetensors(bytes, 'here').tensors)}encoder.0.weight`;
    return [chosenWeights(decodeCheckpoint(bytes, layout, 'here'))[0], first];
  });
  assert.deepEqual(found, [
    [7, 'best/encoder.0.weight'],
    [2, 'average/encoder.0.weight'],
    [Math.fround(0.1), 'weights/encoder.0.weight'],
  ]);
});

test('any tool that reads safetensors finds the parameters by name and shape', () => {
  const { tensors } = readSafetensors(encodeCheckpoint(checkpoint, layout), 'here');
  assert.deepEqual(tensors['best/encoder.0.weight'], { shape: [2, 3], data: Float32Array.of(7, 6, 5, 4, 3, 2) });
  assert.deepEqual(tensors['weights/scale'], { shape: [], data: Float32Array.of(Math.fround(0.7)) });
});

test('the checkpoint of another model is refused with the parameter named', () => {
  const bytes = encodeCheckpoint(checkpoint, layout);
  const refuse = (other: ParameterLayout, message: RegExp): void => {
    assert.throws(
      () => decodeCheckpoint(bytes, other, 'run/checkpoint.safetensors'),
      (error: unknown) => error instanceof CheckpointError && message.test(error.message),
    );
  };
  const [first, second] = layout.entries;
  refuse(
    new ParameterLayout([{ ...first!, shape: [3, 2] }, second!]),
    /encoder.0.weight needs the shape \[3, 2\].*\[2, 3\]/,
  );
  refuse(new ParameterLayout([first!]), /no parameter for weights\/scale/);
  refuse(new ParameterLayout([first!, second!, { ...second!, name: 'more' }]), /parameter more .* has nothing/);
});

test('other files, newer versions and damaged content are refused', () => {
  const { tensors, metadata } = readSafetensors(encodeCheckpoint(checkpoint, layout), 'here');
  const refuse = (changed: Record<string, string>, message: RegExp): void => {
    assert.throws(
      () => decodeCheckpoint(writeSafetensors({ tensors, metadata: changed }), layout, 'here'),
      (error: unknown) => error instanceof CheckpointError && message.test(error.message),
    );
  };
  refuse({}, /no checkpoint of a training/);
  refuse({ ...metadata, 'graphsam.version': '3' }, /version 3, known are 1 and 2/);
  refuse({ ...metadata, 'graphsam.content': '{"position":3}' }, /damaged/);
});

const reports: readonly EpochReport[] = [
  { epoch: 1, ...summarizeEpoch(noSteps()), validation: null, best: true, seconds: 1, moleculesPerSecond: 2 },
];

test('the reports of the epochs are kept, and a checkpoint of version 1 has none and no checksum', () => {
  const whole = { ...checkpoint, reports };
  assert.deepEqual(decodeCheckpoint(encodeCheckpoint(whole, layout), layout, 'here'), whole);
  const { tensors, metadata } = readSafetensors(encodeCheckpoint(checkpoint, layout), 'here');
  const old = writeSafetensors({ tensors, metadata: { ...metadata, 'graphsam.version': '1' } });
  assert.deepEqual(decodeCheckpoint(old, layout, 'here'), checkpoint);
});

test('bytes that were set to zero are noticed wherever they lie', () => {
  const bytes = encodeCheckpoint({ ...checkpoint, reports }, layout);
  for (let start = 0; start < bytes.length; start += 11) {
    const damaged = bytes.slice();
    damaged.fill(0, start, start + 45);
    if (damaged.every((byte, index) => byte === bytes[index])) continue;
    assert.throws(
      () => decodeCheckpoint(damaged, layout, 'run/checkpoint.safetensors'),
      CheckpointError,
      `byte ${start}`,
    );
  }
});

test('a checkpoint of graphsam 0.1.0 that tracked its prc-auc is one that tracks average precision', () => {
  const tracked = (metric: string, version: string): unknown => {
    const identity = { ...checkpoint.identity, 'tracking metric': metric };
    const { tensors, metadata } = readSafetensors(encodeCheckpoint({ ...checkpoint, identity }, layout), 'here');
    const file = writeSafetensors({ tensors, metadata: { ...metadata, 'graphsam.version': version } });
    return decodeCheckpoint(file, layout, 'here').identity['tracking metric'];
  };
  assert.equal(tracked('prc-auc', '1'), 'average-precision');
  assert.equal(tracked('rmse, standardized', '1'), 'rmse, standardized');
  assert.equal(tracked('prc-auc', '2'), 'prc-auc');
});
