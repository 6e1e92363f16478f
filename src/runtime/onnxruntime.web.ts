/**
 * ONNX Runtime in a browser: its plain WebAssembly build (14 MB, 3.7 MB packed). It runs on the thread that calls it, so training and
 * prediction live in workers.
 */
import * as onnxruntime from 'onnxruntime-web/wasm';
import { withFasterProducts } from './products/faster-products.ts';
import type { Runtime } from './program.ts';
import { wasmRuntime } from './wasm-runtime.ts';
import { prepareBuild, type WebRuntimeOptions } from './web-build.ts';

/** The build is started once a thread, with the module that is given first. */
let module: Promise<Uint8Array<ArrayBuffer> | undefined> | undefined;

/** files: ort-wasm-simd-threaded. Throws MachineError where the browser has no WebAssembly. */
export async function loadRuntime(options: WebRuntimeOptions): Promise<Runtime> {
  const threads = prepareBuild(onnxruntime, options);
  module ??= fasterModule(options.files.wasm);
  const faster = await module;
  if (faster) onnxruntime.env.wasm.wasmBinary = faster;
  return wasmRuntime(onnxruntime, threads);
}

/** Undefined where it is not known or not there; then ONNX Runtime takes what it was given, and says what is wrong with it. */
async function fasterModule(wasm: string | Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (typeof wasm !== 'string') return withFasterProducts(wasm);
  const response = await fetch(wasm).catch(() => undefined);
  return response?.ok ? withFasterProducts(new Uint8Array(await response.arrayBuffer())) : undefined;
}
