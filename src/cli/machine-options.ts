/** What executes, on the command line. */
import { availableParallelism } from 'node:os';
import { type Backend, backends, devices } from '../runtime/index.ts';
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';

/** The CPU, natively where that loads: no GPU has been measured yet (docs/performance.md). */
const automatic = 'auto';

export function deviceOption(group: string): CliOption {
  return {
    name: 'device',
    path: 'machine.backend',
    convert: (name: string) => backendOf({ device: name }),
    kind: 'text',
    placeholder: 'NAME',
    choices: [automatic, ...backends.map((backend) => devices[backend].option)],
    group,
    default: 'auto',
    help: 'what computes: cpu, webgpu (any GPU), cuda (NVIDIA) or wasm; auto: cpu, where it cannot be loaded wasm',
  };
}

/** standard: what the help says of a number that is not given. */
export function threadsOption(group: string, standard = 'all cores', help = 'number of threads'): CliOption {
  return {
    name: 'threads',
    path: 'machine.threads',
    kind: 'integer',
    placeholder: 'N',
    group,
    default: standard,
    help,
  };
}

export function backendOf({ device = automatic }: GivenOptions): Backend | undefined {
  return backends.find((backend) => devices[backend].option === device);
}

/** Threads that together are no more than the cores. */
export function machineOf(given: GivenOptions, jobs: number): { threads: number; backend?: Backend } {
  const threads = (given.threads as number | undefined) ?? Math.max(1, Math.floor(availableParallelism() / jobs));
  const backend = backendOf(given);
  return { threads, ...(backend && { backend }) };
}
