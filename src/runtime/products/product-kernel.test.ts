/** The kernel in a module of its own, against sums in float64; packed columns as ONNX Runtime gives them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RandomStream, wasm } from '../../base/index.ts';
import { canFuse } from './faster-products.ts';
import { type KernelOptions, kernelType, productKernel } from './product-kernel.ts';

const memory = new WebAssembly.Memory({ initial: 4 });
const numbers = new Float32Array(memory.buffer);
/** Where the matrices are, in numbers; not whole vectors apart, as rows of larger matrices are not. */
const [atA, atB, atC] = [3, 16_000, 40_001];
const panel = 16;

interface Shape {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  readonly alpha: number;
}

const shapes: Shape[] = [
  ...[1, 2, 3, 4, 5, 8, 11].map((rows) => ({ rows, depth: 7, columns: 16, alpha: 1 })),
  ...[1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33].map((columns) => ({ rows: 6, depth: 5, columns, alpha: 0.5 })),
  ...[0, 1, 2, 3, 4, 5, 128].map((depth) => ({ rows: 5, depth, columns: 21, alpha: 1 })),
];

for (const fused of [false, true]) {
  const name = fused ? 'multiplying and adding in one instruction' : 'with instructions that every engine has';
  const skip = fused && !canFuse() && 'this engine has no relaxed SIMD';
  for (const accumulates of [false, true]) {
    test(`products of any shape, ${accumulates ? 'added to what is there' : 'written'}, ${name}`, { skip }, () => {
      const run = kernel({ accumulates, fused });
      for (const shape of shapes) check(run, shape, accumulates);
    });
  }
}

type Kernel = (...parameters: number[]) => number;

function kernel(options: KernelOptions): Kernel {
  const run = wasm.instantiate(wasm.wasmModule({ ...kernelType, ...productKernel(options) }), memory);
  assert.ok(run, 'the module is valid');
  return run as unknown as Kernel;
}

function check(run: Kernel, { rows, depth, columns, alpha }: Shape, accumulates: boolean): void {
  const random = new RandomStream(1, 'kernel');
  const draw = (length: number): Float32Array => Float32Array.from({ length }, () => random.uniform() - 0.5);
  const [strideA, strideC] = [depth + 3, columns + 2];
  const [a, b, c] = [draw(rows * strideA), draw(depth * columns), draw(rows * strideC + panel)];
  numbers.set(a, atA);
  numbers.set(packed(b, depth, columns), atB);
  numbers.set(c, atC);
  for (let row = 0; row < rows; ) {
    const done = run(
      4 * (atA + row * strideA),
      4 * atB,
      4 * (atC + row * strideC),
      ...[depth, rows - row, columns, strideA, strideC, alpha],
    );
    assert.ok(done > 0 && done <= rows - row, `${done} rows of ${rows - row}`);
    row += done;
  }
  c.forEach((before, index) => {
    const [row, column] = [Math.floor(index / strideC), index % strideC];
    const isInside = row < rows && column < columns;
    let sum = 0;
    for (let k = 0; isInside && k < depth; k++) sum += a[row * strideA + k]! * b[k * columns + column]!;
    const expected = isInside ? alpha * sum + (accumulates ? before : 0) : before;
    const actual = numbers[atC + index]!;
    const at = `[${rows}, ${depth}, ${columns}], row ${row}, column ${column}: ${actual}, expected ${expected}`;
    assert.ok(isInside ? Math.abs(actual - expected) <= 4e-6 : actual === before, at);
  });
}

/** Panels of 16 columns, row after row, filled with zeros. */
function packed(matrix: Float32Array, depth: number, columns: number): Float32Array {
  const result = new Float32Array(Math.ceil(columns / panel) * panel * depth);
  matrix.forEach((value, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    result[Math.floor(column / panel) * panel * depth + row * panel + (column % panel)] = value;
  });
  return result;
}
