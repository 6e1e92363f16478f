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
import { concat } from './concat.ts';
import { fill } from './fill.ts';
import { gemm } from './gemm.ts';
import { gruTangent } from './gru-tangent.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { swapLastAxes } from './transpose.ts';

/** What the linear recurrences of a computed sequence consist of. */
export interface GruLinearisation {
  /** Change of each gate's hidden argument for a change of the state, [steps, directions, lanes, 3 width]. */
  readonly factors: Tensor;
  /** Update gate, [steps, directions, lanes, width]. */
  readonly update: Tensor;
  /** 0 where a sequence starts, [steps, 1, lanes, 1]. */
  readonly keep: Tensor;
  /** [directions, 3 width, width]. */
  readonly hiddenWeight: Tensor;
}

export interface GruAdjointInputs extends GruLinearisation {
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
}

const adjointOperator: Operator<Record<never, never>> = {
  name: 'gruAdjoint',
  infer: ([ofStates]) => [ofStates!, ofStates!].map(({ type, shape }) => ({ type, shape })),
  derivative(node, [afterForce, beforeForce]) {
    const { ofState, linearisation } = readInputs(node);
    const tangent = gruTangent({
      ...linearisation,
      afterForce: afterForce ?? fill(ofState.type, ofState.shape, 0),
      beforeForce,
    });
    const ofLinear = ofLinearisation(linearisation, tangent.before, ofState);
    return [tangent.after, ...ofLinear, tangent.before].slice(0, node.inputs.length);
  },
  lower: lowerAdjoint,
};

export function gruAdjoint(inputs: GruAdjointInputs): GruAdjointOutputs {
  const { ofStates, factors, update, keep, hiddenWeight, extra } = inputs;
  const needed = [ofStates, factors, update, keep, hiddenWeight];
  const [ofState, ofBefore] = applyAll(adjointOperator, extra ? [...needed, extra] : needed, {});
  return { ofState: ofState!, ofBefore: ofBefore! };
}

function readInputs({ inputs, outputs }: Node): { ofState: Tensor; linearisation: GruLinearisation } {
  const [, factors, update, keep, hiddenWeight] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  return { ofState: outputs[0]!, linearisation: { factors, update, keep, hiddenWeight } };
}

/**
 * Gradients of sum_t < A_t before_t, after_t > with respect to factors, update, keep (none) and hiddenWeight: what both linear
 * recurrences need, since each is bilinear in its two sequences.
 */
export function ofLinearisation(
  { factors, hiddenWeight }: GruLinearisation,
  before: Tensor,
  after: Tensor,
): readonly [Tensor, Tensor, undefined, Tensor] {
  const tiled = tileGates(after);
  const ofFactors = multiply(tiled, matmul(before, swapLastAxes(hiddenWeight)));
  return [ofFactors, multiply(before, after), undefined, productOverSteps(multiply(tiled, factors), before)];
}

/** [steps, directions, lanes, width] once for each gate, [steps, directions, lanes, 3 width]. */
export function tileGates(tensor: Tensor): Tensor {
  return concat([tensor, tensor, tensor], 3);
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
  const zero = emitter.emit('Expand', [emitter.constant(type, [], [0]), emitter.shapeVector(shape.slice(1))]);
  const names = ['carried', 'ofStates_t', 'factors_t', 'update_t', 'keep_t', ...(extra ? ['extra_t'] : [])];
  const body = emitter.body(
    names.map((name) => ({ name, type })),
    (inner, [carriedIn, ofStates_t, factors_t, update_t, keep_t, extra_t]) => {
      const ofState = inner.emit('Add', [ofStates_t!, carriedIn!]);
      const tiled = inner.emit('Concat', [ofState, ofState, ofState], { axis: -1 });
      const throughGates = inner.emit('MatMul', [inner.emit('Mul', [tiled, factors_t!]), weight!]);
      const linear = inner.emit('Add', [inner.emit('Mul', [ofState, update_t!]), throughGates]);
      const ofBefore = extra_t ? inner.emit('Add', [linear, extra_t]) : linear;
      const carried = inner.emit('Mul', [ofBefore, keep_t!]);
      return [carried, ofState, ofBefore].map((name) => ({ name, type }));
    },
  );
  const scanned = [ofStates!, factors!, update!, keep!, ...(extra ? [extra] : [])];
  const outputs = emitter.emitAll('Scan', [zero, ...scanned], 3, {
    body,
    num_scan_inputs: scanned.length,
    scan_input_directions: scanned.map(() => 1),
    scan_output_directions: [1, 1],
  });
  return outputs.slice(1);
}
