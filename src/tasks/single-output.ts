/** What tasks with one output a target share. */
import type { Tensor } from '../tensor/index.ts';
import type { TaskColumns, TaskHead } from './task.ts';

/** A head without classes: outputs and targets are [molecules, tasks] as they stand. */
export const singleOutput: Pick<TaskHead, 'outputsPerTask' | 'complete' | 'perTask' | 'encode'> = {
  outputsPerTask: 1,
  complete: (raw: Tensor) => raw,
  perTask: (values: Tensor) => values,
  encode: (targets) => targets,
};

/** A column a target, with the number that is predicted. */
export const numberColumns: TaskColumns = {
  suffixes: () => [''],
  cells: (outputs, _classes, format) => [format(outputs[0]!)],
  outputs: ([cell = '']) => [numberOf(cell)],
  label: (value) => String(value),
  parseLabel: (text) => numberOf(text),
};

function numberOf(cell: string): number {
  return cell === '' ? Number.NaN : Number(cell);
}
