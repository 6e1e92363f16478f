/** RDKit in browsers. */
export * from './index.ts';
export type { RdkitWasm } from './load-rdkit.ts';
export { loadChemistry } from './rdkit.web.ts';
