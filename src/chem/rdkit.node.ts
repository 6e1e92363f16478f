/** Loading RDKit's WASM build in Node. */
import rdkit from '@rdkit/rdkit';
import { MachineError } from '../base/errors.ts';
import type { Chemistry } from './molecule.ts';
import { rdkitChemistry } from './rdkit.ts';

/** Loads RDKit (about 0.3 s); every call gives a toolkit of its own. Throws MachineError if the package does not load. */
export async function loadChemistry(): Promise<Chemistry> {
  const silent = (): void => undefined;
  try {
    return rdkitChemistry(await rdkit.default({ print: silent, printErr: silent }));
  } catch (cause) {
    if (cause instanceof MachineError) throw cause;
    const what = `RDKit (@rdkit/rdkit) does not load: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new MachineError({ what, advice: 'Install the dependencies anew with npm ci.', cause });
  }
}
