/**
 * One contract for all operators: on any shapes, broadcast, of length 1 and empty ones included, with symbols bound when they
 * run, the derivative rules agree with finite differences, twice, and float32 agrees with float64. The table has to name every
 * operator, or it does not compile.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CheckOptions, checkDerivatives, type Given, type Problem } from '../../../test/check-derivatives.ts';
import { type Axis, Draw } from '../../../test/draw.ts';
import * as library from '../index.ts';

/** What else the library exports. */
const notOperators = [
  'decodeModel',
  'dimProduct',
  'encodeModel',
  'filledWith',
  'gradients',
  'isReal',
  'joinModels',
  'loopLengths',
  'lower',
  'lowerToModel',
  'packAs',
  'packTransfers',
  'packedInputs',
  'packedOutputs',
  'packedSize',
  'printModel',
  'readMetadata',
  'replaceOperators',
  'resolveShape',
  // Its derivative is not that of its values.
  'stopGradient',
  'sumTo',
  'symbolSources',
  'treesNode',
  'unrollScans',
] as const satisfies (keyof typeof library)[];

type OperatorName = Exclude<keyof typeof library, (typeof notOperators)[number]>;

interface Case extends Partial<CheckOptions> {
  readonly draw: (draw: Draw) => Omit<Problem, 'lengths'>;
}

const cases: Record<OperatorName, Case> = {
  abs: unary(library.abs, {}, 'apart'),
  add: binary(library.add),
  broadcastTo: {
    draw(draw) {
      const axes = draw.axes(0, 3);
      const from = draw.broadcastable(axes);
      // The wide array only tells how long the symbols are.
      return {
        variables: [draw.variable(from), draw.variable(axes)],
        build: ([narrow, wide]) => library.multiply(library.broadcastTo(narrow!, wide!.shape), wide!),
      };
    },
  },
  cast: unary((x) => library.cast(library.cast(library.cast(x, 'float64'), 'float32'), x.type), {
    types: ['float32'],
  }),
  concat: {
    draw(draw) {
      const rest = draw.axes(0, 2);
      const index = draw.integer(0, rest.length);
      const parts = Array.from({ length: draw.integer(1, 3) }, () => {
        const length = draw.integer(0, 3);
        return draw.variable([...rest.slice(0, index), { dim: length, length }, ...rest.slice(index)]);
      });
      return {
        variables: parts,
        build: (tensors) => library.concat(tensors, draw.either(index, index - rest.length - 1)),
      };
    },
  },
  constant: unary((x) => library.multiply(x, library.constant(x.type, [1], [1.5]))),
  divide: binary(library.divide, 'positive'),
  equal: unary((x) => library.multiply(x, library.cast(library.equal(x, x), x.type))),
  erf: unary(library.erf),
  exp: unary(library.exp),
  fill: unary((x) => library.multiply(x, library.fill(x.type, x.shape, 0.75))),
  gemm: {
    draw(draw) {
      const [rows, inner, columns] = [draw.axis(), draw.axis(), draw.axis()];
      const [transposeLeft, transposeRight, hasBias] = [
        draw.either(true, false),
        draw.either(true, false),
        draw.either(true, false),
      ];
      const variables = [
        draw.variable(transposeLeft ? [inner, rows] : [rows, inner]),
        draw.variable(transposeRight ? [columns, inner] : [inner, columns]),
        ...(hasBias ? [draw.variable([columns])] : []),
      ];
      return {
        variables,
        build: ([left, right, bias]) =>
          library.gemm(left!, right!, { transposeLeft, transposeRight, ...(bias ? { bias } : {}) }),
      };
    },
  },
  greater: unary(
    (x) => library.multiply(x, library.cast(library.greater(x, library.scalar(x, 0)), x.type)),
    {},
    'apart',
  ),
  gruRecurrence: {
    draw(draw) {
      const [steps, lanes] = [draw.axis(1), draw.axis()];
      const [directions, width] = [draw.fixedAxis(1, 2), draw.integer(1, 3)];
      const [one, narrow, wide] = [1, width, 3 * width].map((length): Axis => ({ dim: length, length })) as [
        Axis,
        Axis,
        Axis,
      ];
      const shared = [steps, one, lanes];
      return {
        variables: [
          draw.variable([steps, directions, lanes, wide]),
          draw.variable([...shared, narrow]),
          draw.variable([directions, wide, narrow]),
          draw.variable([directions, one, wide]),
        ],
        fixed: [draw.mask([...shared, one])],
        build: ([projected, initial, hiddenWeight, hiddenBias], [keep]) =>
          library.gruRecurrence({
            projected: projected!,
            initial: initial!,
            hiddenWeight: hiddenWeight!,
            hiddenBias: hiddenBias!,
            keep: keep!,
          }),
      };
    },
  },
  input: unary((x) => x),
  l2Norm: {
    draw: (draw) => ({
      variables: [draw.variable([...draw.axes(0, 2), draw.fixedAxis(1, 3)], 'apart')],
      build: ([x]) => library.l2Norm(x!),
    }),
  },
  log: unary(library.log, {}, 'positive'),
  matmul: {
    draw(draw) {
      // ONNX Runtime does not broadcast a batch of 1 to an empty one.
      const batch = draw.axes(0, 2, 1);
      const [rows, inner, columns] = [draw.axis(), draw.axis(), draw.axis()];
      return {
        variables: [
          draw.variable([...draw.broadcastable(batch), rows, inner]),
          draw.variable([...draw.broadcastable(batch), inner, columns]),
        ],
        build: ([left, right]) => library.matmul(left!, right!),
      };
    },
  },
  maximum: binary(library.maximum, 'apart'),
  minimum: binary(library.minimum, 'apart'),
  mish: unary(library.mish),
  multiply: binary(library.multiply),
  negate: unary(library.negate),
  permuteRows: {
    draw(draw) {
      const [rows, places, rest] = [draw.axis(), draw.axes(1, 2), draw.axes(0, 2)];
      const { index, positions } = draw.placement(rows, places);
      const attributes = {
        everyTargetFilled: !index.numbers.includes(-1),
        everyRowUsed: !positions.numbers.includes(-1),
      };
      return {
        variables: [draw.variable([rows, ...rest])],
        fixed: [index, positions],
        build: ([source], [where, inverse]) => library.permuteRows(source!, where!, inverse!, attributes),
      };
    },
  },
  reshape: {
    draw(draw) {
      const axes = draw.axes(1, 3);
      const dims = axes.map(({ dim }) => dim);
      const shape = draw.either([library.dimProduct(dims)], draw.either([1, ...dims, 1], [...dims].reverse()));
      return { variables: [draw.variable(axes)], build: ([x]) => library.reshape(x!, shape) };
    },
  },
  scalar: unary((x) => library.multiply(x, library.scalar(x, -2))),
  scatterAdd: {
    draw(draw) {
      const [rows, index, rest] = [draw.axis(1), draw.axes(1, 2), draw.axes(0, 2)];
      return {
        variables: [draw.variable([rows, ...rest]), draw.variable([...index, ...rest])],
        fixed: [draw.indices(index, rows.length)],
        build: ([table, updates], [where]) => library.scatterAdd(table!, where!, updates!),
      };
    },
  },
  segmentMax: {
    draw(draw) {
      const [rows, columns] = [draw.axis(), draw.axis()];
      const { members, membership } = draw.segments(rows);
      return {
        variables: [draw.variable([rows, columns], 'apart')],
        fixed: [members, membership],
        build: ([x], [member, matrix]) => library.segmentMax(x!, member!, matrix!),
      };
    },
  },
  select: {
    draw(draw) {
      const axes = draw.axes(0, 3);
      return {
        variables: [draw.variable(draw.broadcastable(axes)), draw.variable(draw.broadcastable(axes))],
        fixed: [{ ...draw.mask(draw.broadcastable(axes)), type: 'bool' }],
        build: ([yes, no], [condition]) => library.select(condition!, library.exp(yes!), no!),
      };
    },
  },
  sigmoid: unary(library.sigmoid),
  sign: unary((x) => library.multiply(library.sign(x), x), {}, 'apart'),
  slice: {
    draw(draw) {
      const rest = draw.axes(0, 2);
      const index = draw.integer(0, rest.length);
      const cut = draw.fixedAxis(0, 4);
      const start = draw.integer(0, cut.length);
      const end = draw.integer(start, cut.length);
      return {
        variables: [draw.variable([...rest.slice(0, index), cut, ...rest.slice(index)])],
        build: ([x]) => library.slice(x!, index, start, end),
      };
    },
  },
  softmax: { draw: (draw) => ({ variables: [draw.variable(draw.axes(1, 3))], build: ([x]) => library.softmax(x!) }) },
  sqrt: unary(library.sqrt, {}, 'positive'),
  standardizeRows: {
    draw: (draw) => ({
      variables: [draw.variable([...draw.axes(0, 2), draw.fixedAxis(2, 4)], 'apart')],
      build: ([x]) => library.standardizeRows(x!, 0.25),
    }),
  },
  subtract: binary(library.subtract),
  sum: {
    draw(draw) {
      const axes = draw.axes(0, 3);
      const chosen = axes.flatMap((_, axis) => draw.either([], draw.either([axis], [axis - axes.length])));
      const keepDims = draw.either(true, false);
      return {
        variables: [draw.variable(axes)],
        build: ([x]) => squared(library.sum(squared(x!), chosen, { keepDims })),
      };
    },
  },
  swapLastAxes: {
    draw: (draw) => ({ variables: [draw.variable(draw.axes(2, 4))], build: ([x]) => library.swapLastAxes(x!) }),
  },
  takeRows: {
    draw(draw) {
      const [rows, index, rest] = [draw.axis(1), draw.axes(0, 2), draw.axes(0, 2)];
      return {
        variables: [draw.variable([rows, ...rest])],
        fixed: [draw.indices(index, rows.length)],
        build: ([table], [where]) => library.takeRows(table!, where!),
      };
    },
  },
  tanh: unary(library.tanh),
  transpose: {
    draw(draw) {
      const axes = draw.axes(0, 4);
      const order = draw.order(axes.length);
      return { variables: [draw.variable(axes)], build: ([x]) => library.transpose(x!, order) };
    },
  },
  logSoftmax: {
    draw: (draw) => ({ variables: [draw.variable(draw.axes(1, 3))], build: ([x]) => library.logSoftmax(x!) }),
  },
  prelu: {
    draw(draw) {
      const axes = draw.axes(0, 3);
      const variables = [draw.variable(axes, 'apart'), draw.variable(draw.broadcastable(axes))];
      return { variables, build: ([x, slope]) => library.prelu(x!, slope!) };
    },
  },
  relu: unary(library.relu, {}, 'apart'),
  segmentSum: {
    draw(draw) {
      const { rows, segments, members, segmentOf } = disjointSegments(draw);
      return {
        variables: [draw.variable([rows, ...draw.axes(0, 2)]), draw.variable([segments])],
        fixed: [members, segmentOf],
        build: ([x], [member, segment]) => squared(library.segmentSum(x!, member!, segment!)),
      };
    },
  },
  split: {
    draw(draw) {
      const rest = draw.axes(0, 2);
      const index = draw.integer(0, rest.length);
      const lengths = [draw.integer(0, 3), draw.integer(1, 3)] as const;
      const cut = { dim: lengths[0] + lengths[1], length: lengths[0] + lengths[1] };
      const axes = [...rest.slice(0, index), cut, ...rest.slice(index)];
      return {
        variables: [draw.variable(axes)],
        build: ([x]) => {
          const [left, right] = library.split(x!, index, lengths) as [library.Tensor, library.Tensor];
          return library.concat([squared(right), left], index);
        },
      };
    },
  },
  spreadSegments: {
    draw(draw) {
      const { rows, segments, members, segmentOf } = disjointSegments(draw);
      return {
        variables: [draw.variable([segments, ...draw.axes(0, 2)]), draw.variable([rows])],
        fixed: [members, segmentOf],
        build: ([x], [member, segment]) => squared(library.spreadSegments(x!, segment!, member!)),
      };
    },
  },
  step: unary((x) => library.multiply(library.step(x), x), {}, 'apart'),
};

/** Rows of which each belongs to one segment or to none (-1); segments of any number of rows, none included. */
function disjointSegments(draw: Draw): { rows: Axis; segments: Axis; members: Given; segmentOf: Given } {
  const [rows, segments] = [draw.axis(), draw.axis(1)];
  const segmentOf = Array.from({ length: rows.length }, () => draw.integer(-1, segments.length - 1));
  const rowsOf = Array.from({ length: segments.length }, (_, segment) =>
    segmentOf.flatMap((each, row) => (each === segment ? [row] : [])),
  );
  const longest = draw.fixedAxis(Math.max(1, ...rowsOf.map((each) => each.length)), 4);
  const members = rowsOf.flatMap((each) => Array.from({ length: longest.length }, (_, index) => each[index] ?? -1));
  return {
    rows,
    segments,
    members: {
      shape: [segments.dim, longest.dim],
      dims: [segments.length, longest.length],
      numbers: members,
      type: 'int32',
    },
    segmentOf: { shape: [rows.dim], dims: [rows.length], numbers: segmentOf, type: 'int32' },
  };
}

function unary(
  build: (x: library.Tensor) => library.Tensor,
  options: Partial<CheckOptions> = {},
  spread?: 'positive' | 'apart',
): Case {
  return {
    ...options,
    draw: (draw) => ({ variables: [draw.variable(draw.axes(0, 3), spread)], build: ([x]) => build(x!) }),
  };
}

function binary(
  build: (left: library.Tensor, right: library.Tensor) => library.Tensor,
  spread?: 'positive' | 'apart',
): Case {
  return {
    draw(draw) {
      const axes = draw.axes(0, 3);
      const variables = [draw.broadcastable(axes), draw.broadcastable(axes)].map((each) => draw.variable(each, spread));
      return { variables, build: ([left, right]) => build(left!, right!) };
    },
  };
}

const squared = (x: library.Tensor): library.Tensor => library.multiply(x, x);

test('every operator of the library has a case', () => {
  const exported = Object.keys(library).filter((name) => !(notOperators as readonly string[]).includes(name));
  assert.deepEqual(exported.sort(), Object.keys(cases).sort());
});

for (const [name, { draw, order = 2, ...options }] of Object.entries(cases)) {
  test(`${name} is differentiated as finite differences say`, async () => {
    const property = fc.asyncProperty(fc.gen(), async (generate) => {
      const source = new Draw(generate);
      const problem = draw(source);
      await checkDerivatives({ ...problem, lengths: source.lengths }, { order, ...options });
    });
    await fc.assert(property, { numRuns: 25, endOnFailure: true });
  });
}
