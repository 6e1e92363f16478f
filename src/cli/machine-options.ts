/** What executes, on the command line. */
import { type Backend, backends, devices } from '../runtime/index.ts';
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';

/** Leaves the choice to the runtime. */
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
    help: 'runtime: native CPU or WebAssembly; auto: native where it is installed',
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
