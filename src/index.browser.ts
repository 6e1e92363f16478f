/** graphsam in a browser: what runs anywhere, and the loaders of RDKit and ONNX Runtime as WebAssembly. */
export { loadChemistry } from './chem/index.web.ts';
export * from './index.ts';
export { type LoadPredictorOptions, loadPredictor } from './predict/index.web.ts';
export {
  loadRuntime,
  loadWebGpuRuntime,
  type WebGpuRuntimeOptions,
  type WebRuntimeOptions,
} from './runtime/index.web.ts';
