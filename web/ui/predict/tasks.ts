/** The targets that the chosen model predicts, and of which kind they are. */
import type { OpenedModel, TaskType } from '../../engine/protocol.ts';
import { short } from '../parts/numbers.ts';
import { taskNamed } from '../state/catalog.ts';
import type { PredictedBy } from '../state/predicting-model.ts';
import { readyModels } from '../state/ready-models.ts';
import { titleOfRun } from '../train/run-title.ts';

export interface ModelTasks {
  readonly tasks: readonly string[];
  readonly taskType?: TaskType;
  readonly classes?: readonly (readonly string[])[] | undefined;
}

/** `GraphSAM, logS of esol.csv`: which model said it, of which property, learned from which table. */
export function modelTitle({ model: { name, card } }: PredictedBy): string {
  const [first, ...others] = card.tasks;
  const property = others.length === 0 ? first : `${first} and ${others.length} more`;
  return `${titleOfRun({ title: name })}, ${property} of ${card.training.data}`;
}

/** Of its numbers; undefined where nobody said it, or it is in the name of the target. */
export function unitOf({ name, card }: OpenedModel): string | undefined {
  const { unit, transform } = card.labels ?? {};
  return readyModels.find(({ title }) => title === name)?.unit ?? (transform === undefined ? unit : undefined);
}

/** `probability of cns`, or the name of the target. */
export function taskTitle({ tasks, taskType }: ModelTasks, task = 0): string {
  const name = tasks[task] ?? 'prediction';
  const of = taskType === undefined ? undefined : taskNamed(taskType)?.predictionOf;
  return of ? `${of} ${name}` : name;
}

/** A text a target: its number, or its most probable class with the probability. values: [tasks, outputs]. */
export function predictionTexts({ tasks, classes }: ModelTasks, values: readonly number[]): string[] {
  const width = values.length / Math.max(1, tasks.length);
  return Array.from({ length: Math.max(1, tasks.length) }, (_, task) => {
    const outputs = values.slice(task * width, (task + 1) * width);
    const names = classes?.[task];
    if (!names) return outputs.map(short).join(', ');
    const best = outputs.indexOf(Math.max(...outputs));
    return `${names[best]} (${short(outputs[best])})`;
  });
}
