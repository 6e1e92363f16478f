/**
 * ONNX Runtime in a browser: its plain WebAssembly build (14 MB, 3.7 MB packed). It runs on the thread that calls it, so training and
 * prediction live in workers. The build with WebGPU: webgpu.web.ts.
 */
import * as onnxruntime from 'onnxruntime-web/wasm';
import type { Runtime } from './program.ts';
import { wasmRuntime } from './wasm-runtime.ts';
import { prepareBuild, type WebRuntimeOptions } from './web-build.ts';

/** files: ort-wasm-simd-threaded. Throws MachineError where the browser has no WebAssembly. */
export function loadRuntime(options: WebRuntimeOptions): Runtime {
  return wasmRuntime(onnxruntime, prepareBuild(onnxruntime, options));
}
