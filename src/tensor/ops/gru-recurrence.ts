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
import { applyAll, type Node, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { concat } from './concat.ts';
import { scalar } from './constant.ts';
import { fill } from './fill.ts';
import { gruAdjoint, plus, productOverSteps, sumOverSteps } from './gru-adjoint.ts';
import { emitLaneProduct } from './lane-product.ts';
import { matmul } from './matmul.ts';
import { multiply } from './multiply.ts';
import { slice } from './slice.ts';
import { subtract } from './subtract.ts';

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

/** States, states before, reset, update, candidate, hidden share of the candidate; each [steps, directions, lanes, width]. */
const outputCount = 6;

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
    if (!fits) throw shapeMismatch('gruRecurrence', inputs, 'types or shapes do not fit each other');
    return Array.from({ length: outputCount }, () => ({
      type: projected.type,
      shape: [steps!, directions!, lanes!, width],
    }));
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
  const [states, before, reset, update, candidate, hiddenCandidate] = node.outputs as Gates;
  const slopes = gateSlopes({ before, reset, update, candidate, hiddenCandidate });
  const { factors, toCandidate } = slopes;
  const straight = straightToGates(slopes, direct);
  const walked = gruAdjoint({
    ofStates: ofStates ?? fill(states.type, states.shape, 0),
    extra: plus(straight && matmul(straight.ofHidden, hiddenWeight), direct[0]),
    factors,
    update,
    keep,
    hiddenWeight,
  });
  const width = states.shape[3] as number;
  const ofHidden = plus(straight?.ofHidden, walked.ofHidden)!;
  const ofCandidateArgument = plus(straight?.ofCandidateArgument, multiply(walked.ofState, toCandidate))!;
  const ofProjected = concat([slice(ofHidden, 3, 0, 2 * width), ofCandidateArgument], 3);
  return [ofProjected, undefined, walked.ofBefore, productOverSteps(ofHidden, before), sumOverSteps(ofHidden)];
}

type Gates = readonly [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

interface GateSlopes {
  readonly reset: Tensor;
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

function gateSlopes({
  before,
  reset,
  update,
  candidate,
  hiddenCandidate,
}: Record<'before' | 'reset' | 'update' | 'candidate' | 'hiddenCandidate', Tensor>): GateSlopes {
  const one = scalar(candidate, 1);
  const notReset = subtract(one, reset);
  const notUpdate = subtract(one, update);
  const ofTanh = subtract(one, multiply(candidate, candidate));
  const ofUpdate = multiply(update, notUpdate);
  const toCandidate = multiply(notUpdate, ofTanh);
  const toHiddenCandidate = multiply(toCandidate, reset);
  const toReset = multiply(multiply(toHiddenCandidate, hiddenCandidate), notReset);
  const toUpdate = multiply(subtract(before, candidate), ofUpdate);
  const factors = concat([toReset, toUpdate, toHiddenCandidate], 3);
  return { reset, ofTanh, ofReset: multiply(reset, notReset), ofUpdate, hiddenCandidate, toCandidate, factors };
}

/** What reaches the gates' arguments without the state after the step, if anything does. */
function straightToGates(
  { reset, ofTanh, ofReset, ofUpdate, hiddenCandidate }: GateSlopes,
  [, toResetGate, toUpdateGate, ofCandidate, ofHiddenCandidate]: readonly (Tensor | undefined)[],
): { ofHidden: Tensor; ofCandidateArgument: Tensor } | undefined {
  if (!toResetGate && !toUpdateGate && !ofCandidate && !ofHiddenCandidate) return undefined;
  const zero = fill(reset.type, reset.shape, 0);
  const ofCandidateArgument = ofCandidate ? multiply(ofCandidate, ofTanh) : zero;
  const toReset = plus(multiply(ofCandidateArgument, hiddenCandidate), toResetGate)!;
  const toUpdate = toUpdateGate ? multiply(toUpdateGate, ofUpdate) : zero;
  const toHiddenCandidate = plus(multiply(ofCandidateArgument, reset), ofHiddenCandidate)!;
  return { ofHidden: concat([multiply(toReset, ofReset), toUpdate, toHiddenCandidate], 3), ofCandidateArgument };
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
      const hidden = inner.emit('Add', [emitLaneProduct(inner, hasInitial, weight), bias]);
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
      return [state, copied, hasInitial, reset, update, candidate, candidateHidden].map((name) => ({ name, type }));
    },
  );
  const outputs = emitter.emitAll('Scan', [zero, projected, keep, initial], 1 + outputCount, {
    body,
    num_scan_inputs: 3,
  });
  return outputs.slice(1);
}
