/**
 * ONNX Runtime in a browser: its plain WebAssembly build (14 MB, 3.7 MB packed; the build with WebGPU is twice as large). It runs
 * on the thread that calls it, so training and prediction live in workers.
 */
import * as onnxruntime from 'onnxruntime-web/wasm';
import { MachineError } from '../base/index.ts';
import type { Runtime } from './program.ts';
import { wasmRuntime } from './wasm-runtime.ts';

export interface WebRuntimeOptions {
  /**
   * ort-wasm-simd-threaded.wasm of the package onnxruntime-web: its bytes, or where the site serves it. mjs: where the site serves
   * the script beside it; undefined where a bundler has it inside.
   */
  readonly files: { readonly mjs?: string | undefined; readonly wasm: string | Uint8Array<ArrayBuffer> };
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
  const { mjs, wasm } = files;
  if (typeof wasm !== 'string') env.wasm.wasmBinary = wasm;
  env.wasm.wasmPaths = { ...(mjs !== undefined && { mjs }), ...(typeof wasm === 'string' && { wasm }) };
  env.wasm.proxy = false;
  return wasmRuntime(onnxruntime, globalThis.crossOriginIsolated ? threads : 1);
}
