/** One of two values, element by element, by a condition. */
import { broadcastShapes } from '../shape.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';
import { scalar } from './constant.ts';
import { lowerAs } from './elementwise.ts';

const selectOperator: Operator<Record<never, never>> = {
  name: 'select',
  infer(inputs) {
    const [condition, yes, no] = inputs as [Tensor, Tensor, Tensor];
    const values = yes.type === no.type ? broadcastShapes(yes.shape, no.shape) : undefined;
    const shape = values && condition.type === 'bool' ? broadcastShapes(condition.shape, values) : undefined;
    if (!shape) throw shapeMismatch('select', inputs, 'a bool condition and two values of one type are needed');
    return [{ type: yes.type, shape }];
  },
  derivative({ inputs: [condition] }, [gradient]) {
    const zero = scalar(gradient!, 0);
    return [undefined, select(condition!, gradient!, zero), select(condition!, zero, gradient!)];
  },
  lower: lowerAs('Where'),
};

/** condition ? yes : no, broadcast. */
export function select(condition: Tensor, yes: Tensor, no: Tensor): Tensor {
  return apply(selectOperator, [condition, yes, no], {});
}
