import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import type { Feeds } from '../runtime/program.ts';
import { input, lower, type Tensor } from '../tensor/index.ts';
import { binary } from './binary.ts';
import { multiclass } from './multiclass.ts';

const runtime = await loadRuntime();
const released: (() => Promise<void>)[] = [];
after(async () => {
  for (const release of released) await release();
});

/** A result on named float64 inputs [2, width]. */
async function compute(build: (tensor: (name: string) => Tensor) => Tensor, feeds: Readonly<Record<string, number[]>>) {
  const width = Object.values(feeds)[0]!.length / 2;
  const result = build((name) => input(name, 'float64', [2, width]));
  const program = await runtime.load(lower({ result }), { name: 'test', optimize: false });
  released.push(() => program.release());
  const values: Feeds = Object.fromEntries(
    Object.entries(feeds).map(([name, data]) => [
      name,
      { type: 'float64', dims: [2, width], data: Float64Array.from(data) },
    ]),
  );
  return (await program.run(values)).result!.data as Float64Array;
}

const three = { taskNames: ['y'], classes: [['a', 'b', 'c']] };
const uneven = {
  taskNames: ['y', 'z'],
  classes: [
    ['a', 'b', 'c'],
    ['no', 'yes'],
  ],
};
const softmax = (logits: readonly number[]): number[] => {
  const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / sum);
};

test('several branches predict the mean of their probabilities', async () => {
  const head = multiclass.head(three);
  const first = [1, 2, 3, -50, 0, 4];
  const second = [0, 0, 1, 60, -60, 2];
  const joined = await compute((tensor) => head.transform(head.join([tensor('first'), tensor('second')]), undefined), {
    first,
    second,
  });
  const mean = [0, 3].flatMap((start) => {
    const [one, two] = [softmax(first.slice(start, start + 3)), softmax(second.slice(start, start + 3))];
    return one.map((each, at) => (each + two[at]!) / 2);
  });
  assertClose(joined, mean, { absolute: 1e-12 });
});

test('an output that stands for no class has probability 0, and what it is does not matter to the others', async () => {
  const head = multiclass.head(uneven);
  const logits = [1, 2, 3, 0.5, -0.5, 9, 0, 0, 0, 2, 1, -9];
  const probabilities = await compute((tensor) => head.transform(head.complete(tensor('logits')), undefined), {
    logits,
  });
  const expected = [...softmax([1, 2, 3]), ...softmax([0.5, -0.5]), 0, ...softmax([0, 0, 0]), ...softmax([2, 1]), 0];
  assertClose(probabilities, expected, { absolute: 1e-12 });
});

test('the divergence is that of the softmaxes, and of two classes that of the Bernoulli distributions', async () => {
  const two = multiclass.head({ taskNames: ['y'], classes: [['no', 'yes']] });
  const [reference, logits] = [
    [0.3, 1, -1, 2],
    [1, 0, 0.5, 0.5],
  ];
  const ours = await compute((tensor) => two.perTask(two.divergence(tensor('reference'), tensor('logits'))), {
    reference,
    logits,
  });
  const single = (values: readonly number[]): number[] => [values[1]! - values[0]!, values[3]! - values[2]!];
  const theirs = await compute((tensor) => binary.head(three).divergence(tensor('reference'), tensor('logits')), {
    reference: single(reference),
    logits: single(logits),
  });
  assertClose(ours, theirs, { absolute: 1e-12 });
});

test('cross-entropy of two classes is binary cross-entropy of the difference of the logits', async () => {
  const space = { taskNames: ['y'], classes: [['no', 'yes']] };
  const logits = [0.3, 1, -1, 2];
  const targets = [...multiclass.head(space).encode(Float64Array.of(1, 0))];
  const present = input('present', 'float64', [2, 1]);
  const ours = await compute(
    (tensor) => multiclass.losses[0].perLabel(tensor('logits'), { targets: tensor('targets'), present }),
    { logits, targets },
  );
  const theirs = await compute(
    (tensor) => binary.losses[0].perLabel(tensor('logits'), { targets: tensor('targets'), present }),
    { logits: [0.7, 3], targets: [1, 0] },
  );
  assertClose(ours, theirs, { absolute: 1e-12 });
});

test('smoothed labels sum to 1 and spread over the classes of their own target', () => {
  const encoded = multiclass.head(uneven, { labelSmoothing: 0.3 }).encode(Float64Array.of(2, Number.NaN, 0, 1));
  assertClose(
    encoded.filter((_, index) => index < 3 || index > 5),
    [0.1, 0.1, 0.8, 0.8, 0.1, 0.1, 0.15, 0.85, 0],
    { absolute: 1e-12 },
  );
  assert.ok(encoded.subarray(3, 6).every(Number.isNaN));
});

test('a table of predictions says the class by name and the probability of each, and is read again', () => {
  const { columns } = multiclass;
  const classes = ['high', 'low'];
  assert.deepEqual(columns.suffixes(classes), ['', '_high', '_low']);
  const cells = columns.cells([0.25, 0.75, 0], classes, String);
  assert.deepEqual(cells, ['low', '0.25', '0.75']);
  assert.deepEqual(columns.outputs(cells), [0.25, 0.75]);
  assert.equal(columns.label(1, classes), 'low');
  assert.equal(columns.parseLabel('high', classes), 0);
  assert.ok(Number.isNaN(columns.parseLabel('', classes)));
});

test('raw outputs are read as probabilities without overflow', () => {
  const { values, outputs } = multiclass.read([1000, 0, -1000], three, undefined);
  assert.deepEqual([...values], [1, 0, 0]);
  assert.deepEqual(outputs, ['a', 'b', 'c']);
});
