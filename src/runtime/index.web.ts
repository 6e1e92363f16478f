/** The runtime of browsers: ONNX Runtime as WebAssembly. */
export * from './index.ts';
export { loadRuntime, type WebRuntimeOptions } from './onnxruntime.web.ts';
