/**
 * The recurrence of a gated recurrent unit backwards in time. Around one computed sequence it is linear: with A_t the change of
 * the state after step t for a change of the state before it,
 *
 *     ofState_t  = ofStates_t + keep_{t+1} * ofBefore_{t+1}
 *     ofBefore_t = A_t^T ofState_t + extra_t                        t = last .. first
 *     A_t^T v    = v * update_t + (v * factors_t, gate by gate) W
 *
 * What does not depend on the recurrence is prepared outside, for all steps at once. Its own adjoint is `gruTangent`, which
 * runs forwards in time, and the other way round, so gradients can be differentiated as often as wanted.
 */
import type { Emitter } from '../emitter.ts';
import { type Dim, dimProduct } from '../shape.ts';
import { applyAll, type Node, type Operator, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { concat } from './concat.ts';
import { fill } from './fill.ts';
import { gemm } from './gemm.ts';
// biome-ignore lint/suspicious/noImportCycles: each is the other's derivative.
import { gruTangent } from './gru-tangent.ts';
import { emitLaneProduct } from './lane-product.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { sum } from './sum.ts';
import { swapLastAxes } from './transpose.ts';

/** What the linear recurrences of a computed sequence consist of. */
export interface GruLinearization {
  /** Change of each gate's hidden argument for a change of the state, [steps, directions, lanes, 3 width]. */
  readonly factors: Tensor;
  /** Update gate, [steps, directions, lanes, width]. */
  readonly update: Tensor;
  /** 0 where a sequence starts, [steps, 1, lanes, 1]. */
  readonly keep: Tensor;
  /** [directions, 3 width, width]. */
  readonly hiddenWeight: Tensor;
}

export interface GruAdjointInputs extends GruLinearization {
  /** Gradient of the states after each step, [steps, directions, lanes, width]. */
  readonly ofStates: Tensor;
  /** Gradient that reaches the state before each step on other ways, of the same shape; default zero. */
  readonly extra?: Tensor | undefined;
}

export interface GruAdjointOutputs {
  /** Whole gradient of the state after each step, [steps, directions, lanes, width]. */
  readonly ofState: Tensor;
  /** Gradient of the state that entered each step, of the same shape. */
  readonly ofBefore: Tensor;
  /** ofState times factors, gate by gate, [steps, directions, lanes, 3 width]: the walk needs it, and so do the weights. */
  readonly ofHidden: Tensor;
}

const adjointOperator: Operator<Record<never, never>> = {
  name: 'gruAdjoint',
  infer: ([ofStates, factors]) => [ofStates!, ofStates!, factors!].map(({ type, shape }) => ({ type, shape })),
  derivative(node, [afterForce, beforeForce, hiddenForce]) {
    const { ofState, linearization } = readInputs(node);
    const throughHidden = hiddenForce && sumGates(multiply(hiddenForce, linearization.factors));
    const tangent = gruTangent({
      ...linearization,
      afterForce: plus(afterForce, throughHidden) ?? fill(ofState.type, ofState.shape, 0),
      beforeForce,
    });
    const [ofFactors, ...ofRest] = ofLinearization(linearization, tangent.before, ofState);
    const ofFactorsDirectly = hiddenForce && multiply(tileGates(ofState), hiddenForce);
    const all = [tangent.after, plus(ofFactors, ofFactorsDirectly), ...ofRest, tangent.before];
    return all.slice(0, node.inputs.length);
  },
  lower: lowerAdjoint,
};

export function gruAdjoint(inputs: GruAdjointInputs): GruAdjointOutputs {
  const { ofStates, factors, update, keep, hiddenWeight, extra } = inputs;
  const needed = [ofStates, factors, update, keep, hiddenWeight];
  const [ofState, ofBefore, ofHidden] = applyAll(adjointOperator, extra ? [...needed, extra] : needed, {});
  return { ofState: ofState!, ofBefore: ofBefore!, ofHidden: ofHidden! };
}

function readInputs({ inputs, outputs }: Node): { ofState: Tensor; linearization: GruLinearization } {
  const [, factors, update, keep, hiddenWeight] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  return { ofState: outputs[0]!, linearization: { factors, update, keep, hiddenWeight } };
}

/**
 * Gradients of sum_t < A_t before_t, after_t > with respect to factors, update, keep (none) and hiddenWeight: what both linear
 * recurrences need, since each is bilinear in its two sequences.
 */
export function ofLinearization(
  { factors, hiddenWeight }: GruLinearization,
  before: Tensor,
  after: Tensor,
): readonly [Tensor, Tensor, undefined, Tensor] {
  const tiled = tileGates(after);
  const ofFactors = multiply(tiled, matmul(before, swapLastAxes(hiddenWeight)));
  return [ofFactors, multiply(before, after), undefined, productOverSteps(multiply(tiled, factors), before)];
}

/** Sum of two gradients, either of which may be absent. */
export function plus(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  return left && right ? add(left, right) : (left ?? right);
}

/** [steps, directions, lanes, width] once for each gate, [steps, directions, lanes, 3 width]. */
function tileGates(tensor: Tensor): Tensor {
  return concat([tensor, tensor, tensor], 3);
}

/** The adjoint of tiling. */
function sumGates(tensor: Tensor): Tensor {
  const width = (tensor.shape[3] as number) / 3;
  const [first, second, third] = [0, 1, 2].map((gate) => slice(tensor, 3, gate * width, (gate + 1) * width));
  return add(add(first!, second!), third!);
}

/**
 * For each direction, the product of two [steps * lanes, columns] matrices, the first transposed: one product a direction, since a
 * batch of products would need both arrays transposed first, and ONNX Runtime 1.30 fails on it where there are no lanes.
 */
export function productOverSteps(left: Tensor, right: Tensor): Tensor {
  const products = rowsByDirection(left).map((rows, direction) => {
    const product = gemm(rows, rowsByDirection(right)[direction]!, { transposeLeft: true });
    return reshape(product, [1, ...product.shape]);
  });
  return concat(products, 0);
}

/** Sum over steps and lanes, [directions, 1, columns]: over the matrices that the product takes, since two sums of rows are faster. */
export function sumOverSteps(tensor: Tensor): Tensor {
  const sums = rowsByDirection(tensor).map((rows) => sum(rows, [0], { keepDims: true }));
  return concat(
    sums.map((total) => reshape(total, [1, ...total.shape])),
    0,
  );
}

/** [steps, directions, lanes, columns] to one [steps * lanes, columns] a direction. */
function rowsByDirection(tensor: Tensor): Tensor[] {
  const [steps, directions, lanes, columns] = tensor.shape as [Dim, number, Dim, Dim];
  return Array.from({ length: directions }, (_, direction) =>
    reshape(slice(tensor, 1, direction, direction + 1), [dimProduct([steps, lanes]), columns]),
  );
}

function lowerAdjoint({ inputs }: Node, emitter: Emitter): readonly string[] {
  const [ofStates, factors, update, keep, weight, extra] = inputs.map((input) => emitter.name(input));
  const { type, shape } = inputs[0]!;
  const turned = emitter.emit('Transpose', [weight!], { perm: [0, 2, 1] });
  const zero = emitter.emit('Expand', [emitter.constant(type, [], [0]), emitter.shapeVector(shape.slice(1))]);
  const names = ['carried', 'ofStates_t', 'factors_t', 'update_t', 'keep_t', ...(extra ? ['extra_t'] : [])];
  const body = emitter.body(
    names.map((name) => ({ name, type })),
    (inner, [carriedIn, ofStates_t, factors_t, update_t, keep_t, extra_t]) => {
      const ofState = inner.emit('Add', [ofStates_t!, carriedIn!]);
      const tiled = inner.emit('Concat', [ofState, ofState, ofState], { axis: -1 });
      const ofHidden = inner.emit('Mul', [tiled, factors_t!]);
      const throughGates = emitLaneProduct(inner, ofHidden, turned);
      const linear = inner.emit('Add', [inner.emit('Mul', [ofState, update_t!]), throughGates]);
      const ofBefore = extra_t ? inner.emit('Add', [linear, extra_t]) : linear;
      const carried = inner.emit('Mul', [ofBefore, keep_t!]);
      return [carried, ofState, ofBefore, ofHidden].map((name) => ({ name, type }));
    },
  );
  const scanned = [ofStates!, factors!, update!, keep!, ...(extra ? [extra] : [])];
  const outputs = emitter.emitAll('Scan', [zero, ...scanned], 4, {
    body,
    num_scan_inputs: scanned.length,
    scan_input_directions: scanned.map(() => 1),
    scan_output_directions: [1, 1, 1],
  });
  return outputs.slice(1);
}
