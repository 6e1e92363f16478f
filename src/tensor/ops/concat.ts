/** Tensors one after the other along an axis. */
import { type Dim, sameShape } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
// biome-ignore lint/suspicious/noImportCycles: each is the other's derivative.
import { split } from './split.ts';
import { checkedAxes } from './sum.ts';

const concatOperator: Operator<{ readonly axis: number; readonly length: Dim }> = {
  name: 'concat',
  infer(inputs, { axis, length }) {
    const rest = (tensor: Tensor) => tensor.shape.map((dim, index) => (index === axis ? 1 : dim));
    if (inputs.some((each) => each.type !== inputs[0]!.type || !sameShape(rest(each), rest(inputs[0]!)))) {
      throw shapeMismatch('concat', inputs, `they differ in more than axis ${axis}`);
    }
    return [{ type: inputs[0]!.type, shape: inputs[0]!.shape.map((dim, index) => (index === axis ? length : dim)) }];
  },
  derivative: ({ inputs, attributes: { axis } }, [gradient]) =>
    split(
      gradient!,
      axis,
      inputs.map((each) => each.shape[axis]!),
    ),
  lower: ({ inputs, attributes: { axis } }, emitter) => [
    emitter.emit(
      'Concat',
      inputs.map((each) => emitter.name(each)),
      { axis },
    ),
  ],
};

/** axis: may count from the end. Its lengths must be numbers, unless `length` names the symbol of their sum. */
export function concat(tensors: readonly Tensor[], axis: number, length?: Dim): Tensor {
  if (tensors.length === 0) throw shapeMismatch('concat', tensors, 'there is nothing to put together');
  if (tensors.length === 1) return tensors[0]!;
  const [index] = checkedAxes('concat', tensors[0]!, [axis]);
  const lengths = tensors.map((tensor) => tensor.shape[index!] ?? 0);
  if (length === undefined && lengths.some((each) => typeof each !== 'number')) {
    throw shapeMismatch('concat', tensors, 'the length of a symbolic axis has to be named');
  }
  const sum = lengths.reduce<number>((all, each) => all + (typeof each === 'number' ? each : Number.NaN), 0);
  const total = length ?? sum;
  if (typeof total === 'number' && total !== sum && !Number.isNaN(sum)) {
    throw shapeMismatch('concat', tensors, `the lengths along axis ${axis} add up to ${sum}, not ${total}`);
  }
  return apply(concatOperator, tensors, { axis: index!, length: total });
}
