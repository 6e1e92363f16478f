/** RDKit in Node. */

export * from './index.ts';
export { loadChemistry } from './rdkit.node.ts';
