/** Types of prediction where a bundler resolves modules: in Node or in a browser. */
import type { loadPredictor as loadInNode, LoadPredictorOptions as NodeOptions } from './load-model.node.ts';
import type { loadPredictor as loadInBrowsers, LoadPredictorOptions as WebOptions } from './load-model.web.ts';

export * from './index.node.ts';
export type LoadPredictorOptions = NodeOptions | WebOptions;
/** In a browser the options `rdkit` and `onnxruntime` are needed, in Node they do not exist. */
export declare const loadPredictor: typeof loadInBrowsers & typeof loadInNode;
