/** The engine, woken after the first view stands, and what it says of itself once. Its workers load what is heavy. */
import { signal } from '@preact/signals';
import { type Engine, openEngine } from '../../engine/client.ts';
import type { Catalog, Environment, TaskDescription, TaskType } from '../../engine/protocol.ts';
import { describeProblem, type Problem } from './problem.ts';

let opened: Engine | undefined;

/** Undefined until the engine has answered. */
export const catalog = signal<Catalog | undefined>(undefined);

/** What the library says of a kind of task; undefined before it is awake. */
export function taskNamed(name: TaskType): TaskDescription | undefined {
  return catalog.value?.tasks.find((task) => task.name === name);
}

export const environment = signal<Environment | undefined>(undefined);
/** Why there is no engine, for instance a browser without WebAssembly. */
export const engineProblem = signal<Problem | undefined>(undefined);

export function engine(): Engine {
  opened ??= openEngine();
  return opened;
}

export async function wakeEngine(): Promise<void> {
  try {
    const awake = engine();
    [catalog.value, environment.value] = await Promise.all([awake.catalog(), awake.environment()]);
  } catch (error) {
    engineProblem.value = describeProblem(error);
  }
}
