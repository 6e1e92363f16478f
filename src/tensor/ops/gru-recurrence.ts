/**
 * The recurrence of a gated recurrent unit, several directions and lanes at once: the part that cannot be one product.
 *
 *     h_in = keep_t * h_{t-1} + initial_t
 *     a    = h_in W^T + b                         gates in the order reset, update, candidate
 *     r    = sigmoid(x_r + a_r),  u = sigmoid(x_u + a_u),  n = tanh(x_n + r * a_n)
 *     h_t  = n + u * (h_in - n)
 *
 * A lane may hold several sequences one after the other: keep 0 and an initial state start a new one, so short sequences share
 * a lane and no step is spent on padding. The input's share x is one product over all steps, made outside. Gates are returned
 * because the backward pass needs them for all steps at once.
 * Source: Cho et al. 2014, arXiv 1406.1078, in PyTorch's form (reset gate applied after the hidden product).
 */

import { isReal } from '../element-type.ts';
import type { Emitter } from '../emitter.ts';
import { sameShape } from '../shape.ts';
import { applyAll, misfit, type Node, type Operator, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { concat } from './concat.ts';
import { scalar } from './constant.ts';
import { fill } from './fill.ts';
import { gruAdjoint, productOverSteps, tileGates } from './gru-adjoint.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { reshape } from './reshape.ts';
import { slice } from './slice.ts';
import { subtract } from './subtract.ts';
import { sum } from './sum.ts';

export interface GruInputs {
  /** Input's share of the gates, input bias included, [steps, directions, lanes, 3 width]. */
  readonly projected: Tensor;
  /** 0 where a sequence starts, else 1, [steps, 1, lanes, 1]. */
  readonly keep: Tensor;
  /** State before the first step where a sequence starts, else 0, [steps, 1, lanes, width]. */
  readonly initial: Tensor;
  /** [directions, 3 width, width]. */
  readonly hiddenWeight: Tensor;
  /** [directions, 1, 3 width]. */
  readonly hiddenBias: Tensor;
}

const gruOperator: Operator<Record<never, never>> = {
  name: 'gruRecurrence',
  infer(inputs) {
    const [projected, keep, initial, weight, bias] = inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const [steps, directions, lanes] = projected.shape;
    const width = initial.shape[3]!;
    const fits =
      typeof width === 'number' &&
      typeof directions === 'number' &&
      isReal(projected.type) &&
      inputs.every(({ type }) => type === projected.type) &&
      sameShape(projected.shape, [steps!, directions!, lanes!, 3 * width]) &&
      sameShape(keep.shape, [steps!, 1, lanes!, 1]) &&
      sameShape(initial.shape, [steps!, 1, lanes!, width]) &&
      sameShape(weight.shape, [directions!, 3 * width, width]) &&
      sameShape(bias.shape, [directions!, 1, 3 * width]);
    if (!fits) throw misfit('gruRecurrence', inputs, 'types or shapes do not fit each other');
    const shaped = (columns: number) => ({ type: projected.type, shape: [steps!, directions!, lanes!, columns] });
    return [shaped(width), shaped(width), shaped(2 * width), shaped(width), shaped(width)];
  },
  derivative: differentiateGru,
  lower: lowerGru,
};

/**
 * States after each step, [steps, directions, lanes, width]. Differentiable as often as wanted, except with respect to `keep`.
 * At least one step is needed when it runs; lanes may be none. Throws ShapeError where the inputs do not fit each other.
 */
export function gruRecurrence(inputs: GruInputs): Tensor {
  const { projected, keep, initial, hiddenWeight, hiddenBias } = inputs;
  return applyAll(gruOperator, [projected, keep, initial, hiddenWeight, hiddenBias], {})[0]!;
}

/**
 * The gates' gradients for all steps at once, around the recurrence that `gruAdjoint` runs. A second differentiation also sends
 * gradients straight to the gates that this one reads; they join the gates' arguments, and the state before each step.
 */
function differentiateGru(
  node: Node,
  outputGradients: readonly (Tensor | undefined)[],
): readonly (Tensor | undefined)[] {
  const [ofStates, ...direct] = outputGradients;
  const [, keep, , hiddenWeight] = node.inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const [states, before, ...gates] = node.outputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  const slopes = gateSlopes(before, ...gates);
  const { factors, update, toCandidate } = slopes;
  const straight = straightToGates(slopes, direct);
  const { ofState, ofBefore } = gruAdjoint({
    ofStates: ofStates ?? fill(states.type, states.shape, 0),
    extra: plus(straight && matmul(straight.ofHidden, hiddenWeight), direct[0]),
    factors,
    update,
    keep,
    hiddenWeight,
  });
  const width = states.shape[3] as number;
  const ofHidden = plus(straight?.ofHidden, multiply(tileGates(ofState), factors))!;
  const ofCandidateArgument = plus(straight?.ofCandidateArgument, multiply(ofState, toCandidate))!;
  const ofProjected = concat([slice(ofHidden, 3, 0, 2 * width), ofCandidateArgument], 3);
  return [ofProjected, undefined, ofBefore, productOverSteps(ofHidden, before), sumOverSteps(ofHidden)];
}

interface GateSlopes {
  readonly reset: Tensor;
  readonly update: Tensor;
  /** Slopes of the candidate, reset and update gate for their arguments. */
  readonly ofTanh: Tensor;
  readonly ofReset: Tensor;
  readonly ofUpdate: Tensor;
  readonly hiddenCandidate: Tensor;
  /** Change of the candidate's argument for a change of the state after the step. */
  readonly toCandidate: Tensor;
  /** The same for the hidden share of all three gates' arguments, [steps, directions, lanes, 3 width]. */
  readonly factors: Tensor;
}

function gateSlopes(before: Tensor, resetUpdate: Tensor, candidate: Tensor, hiddenCandidate: Tensor): GateSlopes {
  const width = candidate.shape[3] as number;
  const one = scalar(candidate, 1);
  const reset = slice(resetUpdate, 3, 0, width);
  const update = slice(resetUpdate, 3, width, 2 * width);
  const ofTanh = subtract(one, multiply(candidate, candidate));
  const ofReset = multiply(reset, subtract(one, reset));
  const ofUpdate = multiply(update, subtract(one, update));
  const toCandidate = multiply(subtract(one, update), ofTanh);
  const toReset = multiply(multiply(toCandidate, hiddenCandidate), ofReset);
  const toUpdate = multiply(subtract(before, candidate), ofUpdate);
  const factors = concat([toReset, toUpdate, multiply(toCandidate, reset)], 3);
  return { reset, update, ofTanh, ofReset, ofUpdate, hiddenCandidate, toCandidate, factors };
}

/** What reaches the gates' arguments without the state after the step, if anything does. */
function straightToGates(
  { reset, ofTanh, ofReset, ofUpdate, hiddenCandidate }: GateSlopes,
  [, ofResetUpdate, ofCandidate, ofHiddenCandidate]: readonly (Tensor | undefined)[],
): { ofHidden: Tensor; ofCandidateArgument: Tensor } | undefined {
  if (!ofResetUpdate && !ofCandidate && !ofHiddenCandidate) return undefined;
  const width = reset.shape[3] as number;
  const zero = fill(reset.type, reset.shape, 0);
  const ofCandidateArgument = ofCandidate ? multiply(ofCandidate, ofTanh) : zero;
  const toReset = plus(
    multiply(ofCandidateArgument, hiddenCandidate),
    ofResetUpdate && slice(ofResetUpdate, 3, 0, width),
  )!;
  const toUpdate = ofResetUpdate ? multiply(slice(ofResetUpdate, 3, width, 2 * width), ofUpdate) : zero;
  const toHiddenCandidate = plus(multiply(ofCandidateArgument, reset), ofHiddenCandidate)!;
  return { ofHidden: concat([multiply(toReset, ofReset), toUpdate, toHiddenCandidate], 3), ofCandidateArgument };
}

/** Sum of two gradients, either of which may be absent. */
function plus(left: Tensor | undefined, right: Tensor | undefined): Tensor | undefined {
  return left && right ? add(left, right) : (left ?? right);
}

function sumOverSteps(tensor: Tensor): Tensor {
  const total = sum(tensor, [0, 2]);
  return reshape(total, [total.shape[0]!, 1, total.shape[1]!]);
}

function lowerGru({ inputs }: Node, emitter: Emitter): readonly string[] {
  const [projected, keep, initial, weight, bias] = inputs.map((input) => emitter.name(input)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const { type, shape } = inputs[0]!;
  const width = inputs[2]!.shape[3] as number;
  const turned = emitter.emit('Transpose', [weight], { perm: [0, 2, 1] });
  const zero = emitter.emit('Expand', [
    emitter.constant(type, [], [0]),
    emitter.shapeVector([shape[1]!, shape[2]!, width]),
  ]);
  const slices = ['projected_t', 'keep_t', 'initial_t'];
  const names = ['state', ...slices];
  const body = emitter.body(
    names.map((name) => ({ name, type })),
    (inner, [state_, projected_t, keep_t, initial_t]) => {
      const hasInitial = inner.emit('Add', [inner.emit('Mul', [state_!, keep_t!]), initial_t!]);
      const hidden = inner.emit('Add', [inner.emit('MatMul', [hasInitial, turned]), bias]);
      const twoAndOne = inner.integers([2 * width, width]);
      const [gatesHidden, candidateHidden] = inner.emitAll('Split', [hidden, twoAndOne], 2, { axis: -1 }) as [
        string,
        string,
      ];
      const [gatesInput, candidateInput] = inner.emitAll('Split', [projected_t!, twoAndOne], 2, { axis: -1 }) as [
        string,
        string,
      ];
      const gates = inner.emit('Sigmoid', [inner.emit('Add', [gatesInput, gatesHidden])]);
      const [reset, update] = inner.emitAll('Split', [gates, inner.integers([width, width])], 2, { axis: -1 }) as [
        string,
        string,
      ];
      const candidate = inner.emit('Tanh', [
        inner.emit('Add', [candidateInput, inner.emit('Mul', [reset, candidateHidden])]),
      ]);
      const state = inner.emit('Add', [
        candidate,
        inner.emit('Mul', [update, inner.emit('Sub', [hasInitial, candidate])]),
      ]);
      const copied = inner.emit('Identity', [state]);
      return [state, copied, hasInitial, gates, candidate, candidateHidden].map((name) => ({ name, type }));
    },
  );
  const outputs = emitter.emitAll('Scan', [zero, projected, keep, initial], 6, { body, num_scan_inputs: 3 });
  return outputs.slice(1);
}
