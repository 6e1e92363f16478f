/** Loading RDKit's WASM build in a browser, best in a worker: parsing a table takes its thread for seconds. */
import rdkit from '@rdkit/rdkit';
import { loadRdkit, type RdkitFactory } from './load-rdkit.ts';
import type { Chemistry } from './molecule.ts';

/**
 * wasmUrl: where the site serves RDKit_minimal.wasm of the package @rdkit/rdkit.
 * Every call gives a toolkit of its own. Throws MachineError if the file cannot be fetched or run.
 */
export function loadChemistry(wasmUrl: string): Promise<Chemistry> {
  const advice = 'Reload the page; if that does not help, this browser or its network blocks WebAssembly.';
  // The module is its factory; bundlers and Node tell different types of it.
  return loadRdkit(rdkit as unknown as RdkitFactory, { wasmUrl, advice });
}
