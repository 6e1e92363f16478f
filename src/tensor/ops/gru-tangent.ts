/**
 * How a small change runs through a gated recurrent unit, forwards in time: the adjoint of `gruAdjoint`. With A_t as there,
 *
 *     before_t = beforeForce_t + keep_t * after_{t-1}
 *     after_t  = A_t before_t + afterForce_t                        t = first .. last
 *     A_t v    = v * update_t + sum over gates of factors_t * (v W^T)
 */
import type { Emitter } from '../emitter.ts';
import { applyAll, type Node, type Operator, type Tensor } from '../tensor.ts';
import { fill } from './fill.ts';
// biome-ignore lint/suspicious/noImportCycles: each is the other's derivative.
import { type GruLinearization, gruAdjoint, ofLinearization } from './gru-adjoint.ts';
import { emitLaneProduct } from './lane-product.ts';

export interface GruTangentInputs extends GruLinearization {
  /** Change put in after each step, [steps, directions, lanes, width]. */
  readonly afterForce: Tensor;
  /** Change put in before each step, of the same shape; default zero. */
  readonly beforeForce?: Tensor | undefined;
}

export interface GruTangentOutputs {
  /** Change of the state after each step, [steps, directions, lanes, width]. */
  readonly after: Tensor;
  /** Change of the state that entered each step, of the same shape. */
  readonly before: Tensor;
}

const tangentOperator: Operator<Record<never, never>> = {
  name: 'gruTangent',
  infer: ([afterForce]) => [afterForce!, afterForce!].map(({ type, shape }) => ({ type, shape })),
  derivative(node, [ofAfter, ofBefore]) {
    const [after, before] = node.outputs as [Tensor, Tensor];
    const [, factors, update, keep, hiddenWeight] = node.inputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const linearization = { factors, update, keep, hiddenWeight };
    const adjoint = gruAdjoint({
      ...linearization,
      ofStates: ofAfter ?? fill(after.type, after.shape, 0),
      extra: ofBefore,
    });
    const ofLinear = ofLinearization(linearization, before, adjoint.ofState);
    return [adjoint.ofState, ...ofLinear, adjoint.ofBefore].slice(0, node.inputs.length);
  },
  lower: lowerTangent,
};

export function gruTangent(inputs: GruTangentInputs): GruTangentOutputs {
  const { afterForce, factors, update, keep, hiddenWeight, beforeForce } = inputs;
  const needed = [afterForce, factors, update, keep, hiddenWeight];
  const [after, before] = applyAll(tangentOperator, beforeForce ? [...needed, beforeForce] : needed, {});
  return { after: after!, before: before! };
}

function lowerTangent({ inputs }: Node, emitter: Emitter): readonly string[] {
  const [afterForce, factors, update, keep, weight, beforeForce] = inputs.map((input) => emitter.name(input));
  const { type, shape } = inputs[0]!;
  const width = shape[3] as number;
  const zero = emitter.emit('Expand', [emitter.constant(type, [], [0]), emitter.shapeVector(shape.slice(1))]);
  const names = ['state', 'afterForce_t', 'factors_t', 'update_t', 'keep_t', ...(beforeForce ? ['beforeForce_t'] : [])];
  const body = emitter.body(
    names.map((name) => ({ name, type })),
    (inner, [state, afterForce_t, factors_t, update_t, keep_t, beforeForce_t]) => {
      const kept = inner.emit('Mul', [state!, keep_t!]);
      const before = beforeForce_t ? inner.emit('Add', [kept, beforeForce_t]) : inner.emit('Identity', [kept]);
      const gates = inner.emit('Mul', [emitLaneProduct(inner, before, weight!), factors_t!]);
      const parts = inner.emitAll('Split', [gates, inner.integers([width, width, width])], 3, { axis: -1 });
      const throughGates = inner.emit('Sum', parts);
      const linear = inner.emit('Add', [inner.emit('Mul', [before, update_t!]), throughGates]);
      const after = inner.emit('Add', [linear, afterForce_t!]);
      return [after, inner.emit('Identity', [after]), before].map((name) => ({ name, type }));
    },
  );
  const scanned = [afterForce!, factors!, update!, keep!, ...(beforeForce ? [beforeForce] : [])];
  const outputs = emitter.emitAll('Scan', [zero, ...scanned], 3, { body, num_scan_inputs: scanned.length });
  return outputs.slice(1);
}
