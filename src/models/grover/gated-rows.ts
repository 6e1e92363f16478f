/** Rows by kind, each as far as its gate lets it: b + g (x - b), b what kind 0, the one without features, gives. */
import { add, constant, multiply, subtract, type Tensor, takeRows } from '../../tensor/index.ts';

/** ofKinds: [kinds, width]; kind: [rows]; gates: [rows, 1], undefined: all of it. Result [rows, width]. */
export function gatedRows(ofKinds: Tensor, kind: Tensor, gates: Tensor | undefined): Tensor {
  const rows = takeRows(ofKinds, kind);
  if (!gates) return rows;
  const blank = takeRows(ofKinds, constant('int32', [1], [0]));
  return add(blank, multiply(gates, subtract(rows, blank)));
}
