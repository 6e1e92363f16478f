/** Types of RDKit where a bundler resolves modules: in Node or in a browser. */
import type { loadChemistry as loadInNode } from './rdkit.node.ts';
import type { loadChemistry as loadInBrowsers } from './rdkit.web.ts';

export * from './index.web.ts';
/** In a browser the address of the WebAssembly is needed, in Node there is no argument. */
export declare const loadChemistry: typeof loadInBrowsers & typeof loadInNode;
