/** The runtime of browsers: ONNX Runtime as WebAssembly. */
export { loadRuntime, type WebRuntimeOptions } from './onnxruntime.web.ts';
