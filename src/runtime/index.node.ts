/** The runtimes of Node. */

export * from './index.ts';
export { loadRuntime, type NodeRuntimeOptions } from './onnxruntime.node.ts';
