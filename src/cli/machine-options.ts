/** What executes, on the command line. */
import { availableParallelism } from 'node:os';
import { ConfigError, unknownName } from '../base/index.ts';
import { type Backend, backends, devices } from '../runtime/index.ts';

/** The CPU, natively where that loads: the GPU that was measured gains too little for a rule (docs/performance.md). */
const automatic = 'auto';

export const deviceNames: readonly string[] = [automatic, ...backends.map((backend) => devices[backend].option)];

/** What computes under this name; undefined for auto. Throws ConfigError for a name that is not known. */
export function backendNamed(name: unknown): Backend | undefined {
  if (name === automatic) return undefined;
  const backend = backends.find((each) => devices[each].option === name);
  if (backend) return backend;
  const { what, advice } = unknownName('device', String(name), deviceNames);
  throw new ConfigError({ code: 'unknown-name', path: ['machine', 'backend'], what, ...(advice && { advice }) });
}

interface Machine {
  readonly threads?: number | undefined;
  readonly backend?: Backend | undefined;
}

/** Threads that together are no more than the cores. */
export function machineFor(
  { threads, backend }: Machine,
  jobs: number,
): { readonly threads: number; readonly backend?: Backend } {
  const each = threads ?? Math.max(1, Math.floor(availableParallelism() / jobs));
  return { threads: each, ...(backend && { backend }) };
}
