/** Loading RDKit's WASM build in a browser, best in a worker: parsing a table takes its thread for seconds. */
import rdkit from '@rdkit/rdkit';
import { loadRdkit, type RdkitFactory, type RdkitWasm } from './load-rdkit.ts';
import type { Chemistry } from './molecule.ts';

/**
 * wasm: RDKit_minimal.wasm of the package @rdkit/rdkit, or where the site serves it.
 * Every call gives a toolkit of its own. Throws MachineError if the file cannot be fetched or run.
 */
export function loadChemistry(wasm: RdkitWasm): Promise<Chemistry> {
  const advice = 'Reload the page; if that does not help, this browser or its network blocks WebAssembly.';
  // The module is its factory; bundlers and Node give it different types.
  return loadRdkit(rdkit as unknown as RdkitFactory, { wasm, advice });
}
