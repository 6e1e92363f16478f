/** graphsam in a browser: the library, and the loaders of what runs there as WebAssembly. */
export { version } from './base/version.ts';
export { loadChemistry } from './chem/rdkit.web.ts';
export * from './index.ts';
export * from './predict/index.ts';
export * from './runtime/index.web.ts';
