/**
 * Preloaded by the processes of a test run (NODE_OPTIONS=--import): V8 compiles WebAssembly once, without its optimizing compiler, which
 * takes 0.7 s of processor time over RDKit in each process, more than most tests compute with it. Results are the same, bit for bit.
 */
import { setFlagsFromString } from 'node:v8';

/** They parse thousands of molecules, for which optimizing pays. */
const optimized = ['src/data/moleculenet', 'src/data/splits/scaffold-golden', 'test/medicines', 'src/chem/rdkit'];

const program = (process.argv[1] ?? '').replaceAll('\\', '/');
if (!optimized.some((path) => program.endsWith(`/dist/${path}.test.js`))) {
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}
