/** Types of the runtimes where a bundler resolves modules: in Node or in a browser. */
import type { loadRuntime as loadInNode, NodeRuntimeOptions } from './onnxruntime.node.ts';
import type { loadRuntime as loadInBrowsers } from './onnxruntime.web.ts';

export * from './index.web.ts';
export type { NodeRuntimeOptions };
/** In a browser the files of the site are needed, in Node all options have defaults. */
export declare const loadRuntime: typeof loadInBrowsers & typeof loadInNode;
