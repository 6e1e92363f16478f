/** What a golden file's kind of task is here: its loss, and its outputs as users read them. */
import { grover } from '../../../src/models/index.ts';
import { type LossDefinition, lossFor, type TaskDefinition } from '../../../src/tasks/index.ts';
import type { Values } from './network.ts';

/** The loss that GROVER is trained with unless another is named. */
export function lossOf(task: TaskDefinition): LossDefinition {
  return lossFor(task.name, grover.losses[task.name] ?? task.losses[0].name);
}

/** Probabilities, or standardized values, [molecules, tasks]. */
export function finalOutputs(task: TaskDefinition, tasks: number, values: Values): number[] {
  const raw = Array.from(values.value('outputs'));
  const space = { taskNames: Array.from({ length: tasks }, (_, index) => `${index}`) };
  return [...task.toFinal(task.read(raw, space, undefined)).values];
}
