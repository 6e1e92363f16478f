/** Tensors that do not fit are refused where the computation is built, with operator, shapes and place. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ShapeError } from '../base/errors.ts';
import * as t from './index.ts';

const wide = t.input('wide', 'float32', ['atoms', 256]);
const narrow = t.input('narrow', 'float32', ['atoms', 128]);
const flags = t.input('flags', 'bool', ['atoms', 256]);
const rows = t.input('rows', 'int64', ['bonds']);
const single = t.input('single', 'float64', []);

/** What is built wrongly, and what the error has to say besides operator and place. */
const cases: Record<string, readonly [build: () => unknown, says: RegExp]> = {
  abs: [() => t.abs(flags), /flags \[atoms, 256\] bool: a real type is needed/],
  add: [() => t.add(wide, narrow), /wide \[atoms, 256\] float32 and narrow \[atoms, 128\] float32/],
  broadcastTo: [() => t.broadcastTo(wide, ['bonds', 256]), /does not broadcast to \[bonds, 256\]/],
  concat: [() => t.concat([wide, narrow], 0, 'all'), /they differ in more than axis 0/],
  constant: [() => t.constant('float32', [2, 2], [1, 2, 3]), /3 values do not fill \[2, 2\]/],
  divide: [() => t.divide(flags, flags), /truth values cannot be computed with/],
  equal: [() => t.equal(wide, narrow), /wide.*narrow/],
  erf: [() => t.erf(rows), /rows \[bonds\] int64/],
  exp: [() => t.exp(rows), /rows \[bonds\] int64/],
  gemm: [() => t.gemm(wide, narrow), /they do not fit \(256 and atoms\)/],
  greater: [() => t.greater(wide, single), /single \[\] float64/],
  gruRecurrence: [
    () => t.gruRecurrence({ projected: wide, keep: wide, initial: wide, hiddenWeight: wide, hiddenBias: wide }),
    /types or shapes do not fit/,
  ],
  l2Norm: [() => t.l2Norm(single), /last axis of known length/],
  logSoftmax: [() => t.logSoftmax(single), /one axis or more/],
  log: [() => t.log(flags), /flags/],
  matmul: [() => t.matmul(wide, narrow), /\(256 columns, atoms rows\)/],
  maximum: [() => t.maximum(wide, single), /the types differ/],
  minimum: [() => t.minimum(wide, narrow), /the shapes do not broadcast/],
  mish: [() => t.mish(rows), /rows/],
  multiply: [() => t.multiply(wide, narrow), /wide.*narrow/],
  negate: [() => t.negate(flags), /flags/],
  permuteRows: [() => t.permuteRows(wide, rows, rows), /one position for each row/],
  prelu: [() => t.prelu(wide, narrow), /the slope has to be/],
  relu: [() => t.relu(rows), /rows \[bonds\] int64/],
  reshape: [() => t.reshape(wide, ['atoms', 16, 17]), /cannot become \[atoms, 16, 17\]/],
  scatterAdd: [() => t.scatterAdd(wide, rows, wide), /\[\.\.\.index, \.\.\.rest of the table\]/],
  segmentMax: [() => t.segmentMax(wide, rows, narrow), /\[segments, longest\]/],
  segmentSum: [() => t.segmentSum(wide, rows, rows), /members \[segments, longest\]/],
  select: [() => t.select(wide, wide, wide), /a bool condition/],
  sigmoid: [() => t.sigmoid(flags), /flags/],
  sign: [() => t.sign(flags), /flags/],
  slice: [() => t.slice(wide, 1, 200, 300), /has no range 200 to 300 on axis 1/],
  softmax: [() => t.softmax(single), /one axis or more/],
  split: [() => t.split(wide, 1, [200, 50]), /lengths 200, 50 do not add up to axis 1/],
  spreadSegments: [() => t.spreadSegments(wide, rows, rows), /members \[segments, longest\]/],
  sqrt: [() => t.sqrt(flags), /flags/],
  standardizeRows: [() => t.standardizeRows(rows, 0), /rows \[bonds\] int64/],
  step: [() => t.step(flags), /flags/],
  subtract: [() => t.subtract(narrow, wide), /narrow.*wide/],
  sum: [() => t.sum(wide, [0, -2]), /an axis is named twice in \[0,-2\]/],
  swapLastAxes: [() => t.swapLastAxes(rows), /two axes or more/],
  takeRows: [() => t.takeRows(wide, narrow), /whole numbers are needed/],
  tanh: [() => t.tanh(flags), /flags/],
  transpose: [() => t.transpose(wide, [0, 0]), /\[0,0\] is no order/],
};

/** Operators that take whatever they are given. */
const takeAnything = ['cast', 'fill', 'input', 'scalar'];
const notOperators =
  /^(decodeModel|dimProduct|encodeModel|filledWith|gradients|isReal|joinModels|loopLengths|lower|lowerToModel|packAs|packTransfers|packed(?:Inputs|Outputs|Size)|printModel|readMetadata|replaceOperators|resolveShape|stopGradient|sumTo|symbolSources|treesNode|unrollScans)$/;

test('every operator is tried with tensors that do not fit', () => {
  const operators = Object.keys(t).filter((name) => !notOperators.test(name) && !takeAnything.includes(name));
  assert.deepEqual(Object.keys(cases).sort(), operators.sort());
});

for (const [name, [build, says]] of Object.entries(cases)) {
  test(`${name} refuses what does not fit, with its name, the shapes and the place`, () => {
    assert.throws(build, (error: ShapeError) => {
      assert.ok(error instanceof ShapeError, String(error));
      assert.equal(error.where, name);
      assert.match(error.what, says);
      assert.match(error.what, /, built in .*\bshape-errors\.test\.[jt]s:\d+\)?$/);
      return true;
    });
  });
}

test('errors found while differentiating name the place where that was asked for', () => {
  const parts = t.slice(wide, 0, 0, 1);
  assert.throws(() => t.gradients(t.sum(parts), [wide]), {
    code: 'shape-mismatch',
    where: 'slice',
    what: /built in .*test/,
  });
  assert.throws(() => t.gradients(wide, [wide]), { code: 'not-differentiable', what: /\[atoms, 256\]/ });
});

test('the place is right for a program in a folder named tensor, in a function or a method of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tensor-'));
  const library = JSON.stringify(new URL('./index.js', import.meta.url).href);
  const program = `import { add, input } from ${library};
const left = input('left', 'float32', [2]), right = input('right', 'float32', [3]);
export function encoder() {
  add(left, right);
}
export class Layer {
  apply() { add(left, right); }
}
export const nameless = [() => add(left, right)];
`;
  const file = join(folder, 'model.mjs');
  try {
    await writeFile(file, program);
    const { encoder, Layer, nameless } = await import(pathToFileURL(file).href);
    assert.throws(encoder, /built in encoder \(model\.mjs:4\)/);
    assert.throws(() => new Layer().apply(), /built in Layer\.apply \(model\.mjs:7\)/);
    assert.throws(nameless[0], /built in (nameless )?\(?model\.mjs:9\)?/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
