/** What executes, on the command line. */
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';

/** Names of devices, with the runtime's own name for each; auto leaves the choice to it. */
const backends = { auto: undefined, cpu: 'native', wasm: 'wasm' } as const;

export function deviceOption(group: string): CliOption {
  return {
    name: 'device',
    path: 'machine.backend',
    convert: (name: string) => backendOf({ device: name }),
    kind: 'text',
    placeholder: 'NAME',
    choices: Object.keys(backends),
    group,
    default: 'auto',
    help: 'runtime: native CPU or WebAssembly; auto: native where it is installed',
  };
}

export function backendOf({ device = 'auto' }: GivenOptions): 'native' | 'wasm' | undefined {
  return backends[device as keyof typeof backends];
}
