/** Starting RDKit's WASM build, whoever found its package: quietly, and with an error that says what to do. */
import type { MainModule } from '@rdkit/rdkit';
import { MachineError } from '../base/index.ts';
import type { Chemistry } from './molecule.ts';
import { rdkitChemistry } from './rdkit.ts';

export interface LoadRdkitOptions {
  /** Address of RDKit_minimal.wasm, where the package cannot find it by itself. */
  readonly wasmUrl?: string | undefined;
  /** What to do if it does not load. */
  readonly advice: string;
}

/** The package's only function. */
export type RdkitFactory = (options?: unknown) => Promise<MainModule>;

/** Loads RDKit (about 0.3 s); every call gives a toolkit of its own. Throws MachineError if it does not load. */
export async function loadRdkit(factory: RdkitFactory, { wasmUrl, advice }: LoadRdkitOptions): Promise<Chemistry> {
  const silent = (): void => undefined;
  const place = wasmUrl === undefined ? {} : { locateFile: () => wasmUrl };
  try {
    return rdkitChemistry(await factory({ print: silent, printErr: silent, ...place }));
  } catch (cause) {
    if (cause instanceof MachineError) throw cause;
    const what = `RDKit (@rdkit/rdkit) does not load: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new MachineError({ code: 'toolkit-failed', what, advice, cause });
  }
}
