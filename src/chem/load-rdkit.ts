/** Starting RDKit's WASM build, wherever its package was found: quietly, and with an error that says what to do. */
import type { MainModule } from '@rdkit/rdkit';
import { MachineError, memoryRefused } from '../base/index.ts';
import type { Chemistry } from './molecule.ts';
import { rdkitChemistry } from './rdkit.ts';

/** RDKit_minimal.wasm of the package @rdkit/rdkit: its address, its bytes, or what they compile to. */
export type RdkitWasm = string | Uint8Array<ArrayBuffer> | WebAssembly.Module;

export interface LoadRdkitOptions {
  /** Where the package cannot find it by itself. */
  readonly wasm?: RdkitWasm | undefined;
  /** What to do if it does not load. */
  readonly advice: string;
}

/** The package's only function. */
export type RdkitFactory = (options?: unknown) => Promise<MainModule>;

/** Loads RDKit (about 0.3 s); every call gives a toolkit of its own. Throws MachineError if it does not load. */
export async function loadRdkit(factory: RdkitFactory, { wasm, advice }: LoadRdkitOptions): Promise<Chemistry> {
  const silent = (): void => undefined;
  const source = await sourceOf(wasm).catch((cause) => {
    throw notLoaded(cause, advice);
  });
  try {
    return rdkitChemistry(await factory({ print: silent, printErr: silent, ...source }));
  } catch (cause) {
    throw cause instanceof MachineError ? cause : notLoaded(cause, advice);
  }
}

/** As the package's factory takes it. */
async function sourceOf(wasm: RdkitWasm | undefined): Promise<object> {
  if (wasm === undefined) return {};
  if (typeof wasm === 'string') return { locateFile: () => wasm };
  // Compiled here: of an error in `instantiateWasm` the factory would never hear.
  const module = wasm instanceof WebAssembly.Module ? wasm : await WebAssembly.compile(wasm);
  const instantiateWasm = async (imports: WebAssembly.Imports, use: (made: WebAssembly.Instance) => void) =>
    use(await WebAssembly.instantiate(module, imports));
  return { instantiateWasm };
}

function notLoaded(cause: unknown, advice: string): MachineError {
  const short = memoryRefused('RDKit', cause);
  if (short) return short;
  const what = `RDKit (@rdkit/rdkit) does not load: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new MachineError({ code: 'toolkit-failed', what, advice, cause });
}
