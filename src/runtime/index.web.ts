/** The runtimes of browsers: ONNX Runtime as WebAssembly, plain or with WebGPU. */
export * from './index.ts';
export { loadRuntime } from './onnxruntime.web.ts';
export { tryDevice } from './try-device.ts';
export type { WebRuntimeOptions } from './web-build.ts';
export { loadWebGpuRuntime, type WebGpuRuntimeOptions } from './webgpu.web.ts';
