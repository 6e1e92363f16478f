/** ONNX Runtime's WebAssembly, with its kernels replaced. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gemm, input, lower, matmul } from '../../tensor/index.ts';
import { loadRuntime } from '../onnxruntime.node.ts';
import type { Value } from '../program.ts';
import { withFasterProducts } from './faster-products.ts';

const file = new URL('ort-wasm-simd-threaded.wasm', import.meta.resolve('onnxruntime-web'));

test('both kernels of the installed onnxruntime-web are known, and nothing else of it is changed', () => {
  const original = readFileSync(file);
  const faster = withFasterProducts(original);
  assert.ok(faster, 'another version: renew the checksums in faster-products.ts');
  // The kernels are of another length; what stands before and behind them is the same.
  assert.ok(faster.length !== original.length && Math.abs(faster.length - original.length) < 4000);
  assert.equal(Buffer.compare(faster.subarray(-1e6), original.subarray(-1e6)), 0);
  assert.equal(Buffer.compare(faster.subarray(100, 5e4), original.subarray(100, 5e4)), 0);
});

test('what is not that module is left to the runtime', () => {
  assert.equal(withFasterProducts(new TextEncoder().encode('<!doctype html><title>Not found</title>')), undefined);
  const other = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, 4, 1, 2, 0, 0x0b];
  assert.ok(WebAssembly.validate(Uint8Array.from(other)));
  assert.equal(withFasterProducts(Uint8Array.from(other)), undefined);
});

test('products on WebAssembly are those of the native package, whichever side is transposed', async () => {
  // Deeper than the 128 numbers that the runtime takes at once, and no multiple of its tiles.
  const [rows, depth, columns] = [21, 300, 37];
  const [a, b] = [input('a', 'float32', [rows, depth]), input('b', 'float32', [depth, columns])];
  const [at, bt] = [input('at', 'float32', [depth, rows]), input('bt', 'float32', [columns, depth])];
  const model = lower({
    plain: matmul(a, b),
    right: gemm(a, bt, { transposeRight: true }),
    left: gemm(at, b, { transposeLeft: true }),
  });
  const values = (seed: number, dims: number[]): Value => {
    const size = dims.reduce((product, length) => product * length, 1);
    return {
      type: 'float32',
      dims,
      data: Float32Array.from({ length: size }, (_, index) => Math.sin(seed + 1.7 * index)),
    };
  };
  const feeds = {
    a: values(1, [rows, depth]),
    b: values(2, [depth, columns]),
    at: values(3, [depth, rows]),
    bt: values(4, [columns, depth]),
  };
  const results = await Promise.all(
    (['native', 'wasm'] as const).map(async (backend) => {
      const program = await (await loadRuntime({ backend })).load(model, { threads: 1 });
      const result = await program.run(feeds);
      await program.release();
      return result;
    }),
  );
  for (const name of ['plain', 'right', 'left']) {
    const [native, wasm] = results.map((result) => result[name]!.data as Float32Array);
    native!.forEach((value, index) => {
      assert.ok(Math.abs(value - wasm![index]!) <= 2e-4, `${name} ${index}: ${wasm![index]}, native ${value}`);
    });
  }
});
