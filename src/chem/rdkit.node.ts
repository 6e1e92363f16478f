/** Loading RDKit's WASM build in Node. */
import { loadRdkit } from './load-rdkit.ts';
import type { Chemistry } from './molecule.ts';

/** Loads RDKit (about 0.3 s); every call gives a toolkit of its own. Throws MachineError if the package does not load. */
export async function loadChemistry(): Promise<Chemistry> {
  // Imported only here: help must be there at once.
  const { default: rdkit } = await import('@rdkit/rdkit');
  return loadRdkit(rdkit.default, { advice: 'Install the dependencies again with npm ci.' });
}
