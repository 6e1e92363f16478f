/** One suite over both backends: results into given memory, and errors that say what was fed. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { numbersOf, value } from '../../test/evaluate-tensors.ts';
import { RunError } from '../base/errors.ts';
import { RandomStream } from '../base/random.ts';
import { gemm, gradients, greater, input, lower, multiply, softmax, sum, tanh } from '../tensor/index.ts';
import { loadRuntime } from './onnxruntime.node.ts';
import type { Program } from './program.ts';

const model = trainingModel();
const runtimes = { native: await loadRuntime({ backend: 'native' }), wasm: await loadRuntime({ backend: 'wasm' }) };
const programs = Object.fromEntries(
  await Promise.all(
    Object.entries(runtimes).map(async ([name, runtime]) => [
      name,
      await runtime.load(model, { name: 'step', threads: 1 }),
    ]),
  ),
) as Record<keyof typeof runtimes, Program>;

after(() => Promise.all(Object.values(programs).map((program) => program.release())));

function trainingModel(): Uint8Array {
  const x = input('x', 'float32', ['atoms', 4]);
  const w = input('w', 'float32', [4, 3]);
  const b = input('b', 'float32', [3]);
  const rows = softmax(tanh(gemm(x, w, { bias: b })));
  const weights = input('weights', 'float32', ['atoms', 3]);
  const loss = sum(multiply(multiply(rows, rows), weights));
  const [ofW, ofB] = gradients(loss, [w, b]);
  return lower({ loss, ofW: ofW!, ofB: ofB!, isLarge: greater(rows, multiply(rows, rows)) });
}

function feeds(atoms = 5) {
  const stream = new RandomStream(atoms, 'feeds');
  const random = (...dims: number[]) =>
    value(
      'float32',
      dims,
      Array.from({ length: dims.reduce((all, each) => all * each) }, () => stream.uniform() - 0.5),
    );
  return { x: random(atoms, 4), w: random(4, 3), b: random(3), weights: random(atoms, 3) };
}

const dims = { ofW: [4, 3], ofB: [3] };

for (const [name, program] of Object.entries(programs)) {
  test(`${name}: gradients are written into views of one flat buffer, and nothing beside them`, async () => {
    const flat = new Float32Array(20).fill(-7);
    const into = {
      ofW: { type: 'float32', dims: dims.ofW, data: flat.subarray(2, 14) },
      ofB: { type: 'float32', dims: dims.ofB, data: flat.subarray(15, 18) },
    } as const;
    const expected = await program.run(feeds());
    const results = await program.run(feeds(), into);
    assert.equal(results.ofW!.data, into.ofW.data);
    assert.equal(results.ofB!.data, into.ofB.data);
    const gap = [-7, -7];
    const whole = [...gap, ...numbersOf(expected.ofW!), -7, ...numbersOf(expected.ofB!), ...gap];
    assert.deepEqual(Array.from(flat), whole);
  });

  test(`${name}: some outputs are written into given memory while the others are allocated`, async () => {
    const data = new Float32Array(3);
    const results = await program.run(feeds(), { ofB: { type: 'float32', dims: dims.ofB, data } });
    const expected = await program.run(feeds());
    assert.deepEqual(Object.keys(results).sort(), ['isLarge', 'loss', 'ofB', 'ofW']);
    for (const output of Object.keys(results)) assert.deepEqual(results[output], expected[output], output);
    assert.deepEqual(Array.from(data), numbersOf(expected.ofB!));
  });

  test(`${name}: one program serves any number of atoms, none included`, async () => {
    for (const atoms of [1, 7, 0]) {
      const { isLarge, ofW } = await program.run(feeds(atoms));
      assert.deepEqual(isLarge!.dims, [atoms, 3]);
      assert.equal(isLarge!.type, 'bool');
      assert.ok(numbersOf(ofW!).every(Number.isFinite));
    }
  });

  test(`${name}: what is missing is named`, async () => {
    const { w: _w, b: _b, ...rest } = feeds();
    await assert.rejects(program.run(rest), {
      name: 'RunError',
      what: 'nothing was given for w, b',
      where: 'inputs of step',
    });
  });

  test(`${name}: memory for an output that does not exist is refused with the known names`, async () => {
    const into = { ofV: { type: 'float32', dims: [3], data: new Float32Array(3) } } as const;
    await assert.rejects(program.run(feeds(), into), {
      code: 'computation-inputs',
      where: 'outputs of step',
      what: /ofV/,
      advice: /loss, ofW, ofB, isLarge/,
    });
  });

  test(`${name}: memory of the wrong size is refused, and nothing is written into it`, async () => {
    const into = { ofB: { type: 'float32', dims: [4], data: new Float32Array(4) } } as const;
    await assert.rejects(program.run(feeds(), into), (error: RunError) => {
      assert.equal(error.code, 'computation-failed');
      assert.match(error.where!, /memory for outputs ofB float32 \[4\]/);
      return true;
    });
    assert.deepEqual(Array.from(into.ofB.data), [0, 0, 0, 0]);
  });

  test(`${name}: an error of the runtime comes with the program, names, types and shapes of what was fed`, async () => {
    const wrong = { ...feeds(), w: value('float64', [5, 3], Array(15).fill(0)) };
    await assert.rejects(program.run(wrong), (error: RunError) => {
      assert.equal(error.code, 'computation-failed');
      assert.match(error.what, /^step .+/);
      assert.equal(error.where, 'inputs x float32 [5, 4]; w float64 [5, 3]; b float32 [3]; weights float32 [5, 3]');
      assert.ok(error.cause instanceof Error);
      return true;
    });
    assert.ok(Number.isFinite(numbersOf((await program.run(feeds())).loss!)[0]), 'it runs again afterwards');
  });

  test(`${name}: one symbol with two lengths is refused, where the runtime would broadcast`, async () => {
    const wrong = { ...feeds(5), weights: feeds(1).weights };
    await assert.rejects(program.run(wrong), {
      code: 'computation-inputs',
      where: 'inputs of step',
      what: /"atoms".*\b5\b.*\b1\b/,
    });
  });

  test(`${name}: running after release is a clear error, and a second release is none`, async () => {
    const own = await runtimes[name as keyof typeof runtimes].load(model, { name: 'short-lived' });
    await own.release();
    await own.release();
    await assert.rejects(own.run(feeds()), { code: 'computation-released', what: /short-lived/ });
  });

  test(`${name}: a model that cannot be loaded is named`, async () => {
    const load = runtimes[name as keyof typeof runtimes].load(model.slice(0, 60), { name: 'cut off' });
    await assert.rejects(load, (error: RunError) => {
      assert.ok(error instanceof RunError);
      assert.match(error.message, /^cut off cannot be loaded: .+/);
      return true;
    });
  });
}

test('both backends give the same numbers', async () => {
  const [native, wasm] = [await programs.native.run(feeds(9)), await programs.wasm.run(feeds(9))];
  for (const label of Object.keys(native)) {
    assertClose(numbersOf(wasm[label]!), numbersOf(native[label]!), { absolute: 1e-6, label });
  }
});

test('two runs give the same bits', async () => {
  assert.deepEqual(await programs.native.run(feeds(9)), await programs.native.run(feeds(9)));
});

test('the runtimes say which they are', () => {
  assert.match(runtimes.native.description, /^onnxruntime-node \d+\.\d+\.\d+, cpu$/);
  assert.match(runtimes.wasm.description, /^onnxruntime-web \d+\.\d+\.\d+, WebAssembly$/);
});
