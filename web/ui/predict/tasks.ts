/** The targets that the chosen model predicts, and of which kind they are. */
import type { TaskType } from '../../engine/protocol.ts';
import { modelFromFile } from '../state/prediction.ts';
import { results } from '../state/results.ts';

export interface ModelTasks {
  readonly tasks: readonly string[];
  readonly taskType: TaskType;
}

export function tasksOf(runId: string | undefined): ModelTasks {
  const run = runId === undefined ? undefined : results.value.get(runId);
  return modelFromFile.value?.card ?? run ?? { tasks: [], taskType: 'regression' };
}

/** `probability of cns`, or the name of the target. */
export function taskTitle({ tasks, taskType }: ModelTasks, task = 0): string {
  const name = tasks[task] ?? 'prediction';
  return taskType === 'classification' ? `probability of ${name}` : name;
}
