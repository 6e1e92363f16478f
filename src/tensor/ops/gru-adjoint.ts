/**
 * The recurrence of a gated recurrent unit backwards in time, with everything that does not depend on it prepared outside:
 *
 *     ofState_t  = ofStates_t + carried
 *     ofBefore_t = ofState_t * update_t + (ofState_t * factors_t, gate by gate) W
 *     carried    = keep_t * ofBefore_t                        t = last .. first
 */
import type { Emitter } from '../emitter.ts';
import { applyAll, type Node, type Operator, type Tensor } from '../tensor.ts';

export interface GruAdjointInputs {
  /** Gradient of the states after each step, [steps, directions, lanes, width]. */
  readonly ofStates: Tensor;
  /** Change of each gate's hidden argument for a change of the state, [steps, directions, lanes, 3 width]. */
  readonly factors: Tensor;
  /** Update gate, [steps, directions, lanes, width]. */
  readonly update: Tensor;
  /** 0 where a sequence starts, [steps, 1, lanes, 1]. */
  readonly keep: Tensor;
  /** [directions, 3 width, width]. */
  readonly hiddenWeight: Tensor;
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
  lower: lowerAdjoint,
};

export function gruAdjoint(inputs: GruAdjointInputs): GruAdjointOutputs {
  const { ofStates, factors, update, keep, hiddenWeight } = inputs;
  const [ofState, ofBefore] = applyAll(adjointOperator, [ofStates, factors, update, keep, hiddenWeight], {});
  return { ofState: ofState!, ofBefore: ofBefore! };
}

function lowerAdjoint({ inputs }: Node, emitter: Emitter): readonly string[] {
  const [ofStates, factors, update, keep, weight] = inputs.map((input) => emitter.name(input)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const { type, shape } = inputs[0]!;
  const width = shape[3] as number;
  const zero = emitter.emit('Expand', [emitter.constant(type, [], [0]), emitter.shapeVector([shape[1]!, shape[2]!, width])]);
  const names = ['carried', 'ofStates_t', 'factors_t', 'update_t', 'keep_t'];
  const body = emitter.body(
    names.map((name) => ({ name, type })),
    (inner, [carriedIn, ofStates_t, factors_t, update_t, keep_t]) => {
      const ofState = inner.emit('Add', [ofStates_t!, carriedIn!]);
      const tiled = inner.emit('Concat', [ofState, ofState, ofState], { axis: -1 });
      const throughGates = inner.emit('MatMul', [inner.emit('Mul', [tiled, factors_t!]), weight]);
      const ofBefore = inner.emit('Add', [inner.emit('Mul', [ofState, update_t!]), throughGates]);
      const carried = inner.emit('Mul', [ofBefore, keep_t!]);
      return [carried, ofState, ofBefore].map((name) => ({ name, type }));
    },
  );
  const reversed = [1, 1, 1, 1];
  const outputs = emitter.emitAll('Scan', [zero, ofStates, factors, update, keep], 3, {
    body,
    num_scan_inputs: 4,
    scan_input_directions: reversed,
    scan_output_directions: [1, 1],
  });
  return outputs.slice(1);
}
