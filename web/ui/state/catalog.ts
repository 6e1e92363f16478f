/** What the library says of its models, optimizers and tasks; undefined until the engine has answered. */
import { signal } from '@preact/signals';
import type { Catalog, TaskDescription, TaskType } from '../../engine/protocol.ts';

export const catalog = signal<Catalog | undefined>(undefined);

/** What the library says of a kind of task; undefined before it is awake. */
export function taskNamed(name: TaskType): TaskDescription | undefined {
  return catalog.value?.tasks.find((task) => task.name === name);
}
