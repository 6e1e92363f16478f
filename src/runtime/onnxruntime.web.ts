/**
 * ONNX Runtime in a browser: its plain WebAssembly build (14 MB, 3.7 MB packed; the build with WebGPU is twice as large). It runs
 * on the thread that calls it, so training and prediction live in workers.
 */
import * as onnxruntime from 'onnxruntime-web/wasm';
import { MachineError } from '../base/index.ts';
import type { Runtime } from './program.ts';
import { wasmRuntime } from './wasm-runtime.ts';

export interface WebRuntimeOptions {
  /** Where the site serves ort-wasm-simd-threaded.mjs and .wasm of the package onnxruntime-web. */
  readonly files: { readonly mjs: string; readonly wasm: string };
  /**
   * Threads inside one operator; fixed by the first program that is loaded. More than one needs memory that threads can share, which
   * browsers give only to pages that are isolated from other origins; elsewhere it is one.
   */
  readonly threads: number;
}

/** Throws MachineError where the browser has no WebAssembly. */
export function loadRuntime({ files, threads }: WebRuntimeOptions): Runtime {
  if (typeof WebAssembly !== 'object') {
    throw new MachineError({
      code: 'runtime-missing',
      what: 'WebAssembly is switched off in this browser',
      advice: 'Allow it for this page, or use another browser.',
    });
  }
  const { env } = onnxruntime;
  env.wasm.wasmPaths = { ...files };
  env.wasm.proxy = false;
  return wasmRuntime(onnxruntime, globalThis.crossOriginIsolated ? threads : 1);
}
