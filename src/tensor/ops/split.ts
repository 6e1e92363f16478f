/** A tensor cut into consecutive parts along an axis; the parts' lengths may be symbols, which are known when it runs. */
import type { Dim } from '../shape.ts';
import { applyAll, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
// biome-ignore lint/suspicious/noImportCycles: each is the other's derivative.
import { concat } from './concat.ts';
import { fill } from './fill.ts';
import { checkedAxes } from './sum.ts';

interface SplitAttributes {
  readonly axis: number;
  readonly lengths: readonly Dim[];
}

const splitOperator: Operator<SplitAttributes> = {
  name: 'split',
  infer(inputs, { axis, lengths }) {
    const { type, shape } = inputs[0]!;
    return lengths.map((length) => ({ type, shape: shape.map((dim, index) => (index === axis ? length : dim)) }));
  },
  derivative({ inputs: [input], outputs, attributes: { axis } }, outputGradients) {
    const parts = outputs.map(({ type, shape }, part) => outputGradients[part] ?? fill(type, shape, 0));
    return [concat(parts, axis, input!.shape[axis])];
  },
  lower: ({ inputs: [input], attributes: { axis, lengths } }, emitter) =>
    emitter.emitAll('Split', [emitter.name(input!), emitter.shapeVector(lengths)], lengths.length, { axis }),
};

/**
 * axis: may count from the end. lengths: of the parts in order; they have to add up to the axis, which is checked here where
 * all are numbers and by the runtime where some are symbols.
 */
export function split(tensor: Tensor, axis: number, lengths: readonly Dim[]): readonly Tensor[] {
  const [index] = checkedAxes('split', tensor, [axis]);
  const whole = tensor.shape[index!]!;
  if (lengths.length === 1 && lengths[0] === whole) return [tensor];
  const total = lengths.reduce<number>((sum, length) => sum + (typeof length === 'number' ? length : Number.NaN), 0);
  if (lengths.length === 0 || (typeof whole === 'number' && !Number.isNaN(total) && total !== whole)) {
    throw shapeMismatch('split', [tensor], `lengths ${lengths.join(', ')} do not add up to axis ${axis}`);
  }
  return applyAll(splitOperator, [tensor], { axis: index!, lengths });
}
