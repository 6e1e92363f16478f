/** RDKit in browsers. */
export * from './index.ts';
export { loadChemistry } from './rdkit.web.ts';
