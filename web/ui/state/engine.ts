/** The engine, woken after the first view stands, and what it says of itself once. Its workers load what is heavy. */
import { signal } from '@preact/signals';
import { type Engine, openEngine } from '../../engine/client.ts';
import type { Environment } from '../../engine/protocol.ts';
import { catalog } from './catalog.ts';
import { describeProblem, type Problem } from './problem.ts';

let opened: Engine | undefined;

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
