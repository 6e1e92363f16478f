/** What the builds of onnxruntime-web need of a site: the files, and the threads that its pages may have. */
import type * as Onnx from 'onnxruntime-common';
import { MachineError } from '../base/index.ts';
import { devices } from './devices.ts';

export interface WebRuntimeOptions {
  /**
   * The WebAssembly of the build (the package onnxruntime-web has it): its bytes, or where the site serves it. mjs: where the site
   * serves the script beside it; undefined where a bundler has it inside.
   */
  readonly files: { readonly mjs?: string | undefined; readonly wasm: string | Uint8Array<ArrayBuffer> };
  /**
   * Threads inside one operator; fixed by the first program that is loaded. More than one needs memory that threads can share, which
   * browsers give only to pages that are isolated from other origins; elsewhere it is one.
   */
  readonly threads: number;
}

/** Sets where the files of a build are; returns its threads. Throws MachineError where the browser has no WebAssembly. */
export function prepareBuild({ env }: typeof Onnx, { files: { mjs, wasm }, threads }: WebRuntimeOptions): number {
  if (typeof WebAssembly !== 'object') {
    throw new MachineError({
      code: 'runtime-missing',
      what: 'WebAssembly is switched off in this browser',
      advice: devices.wasm.inBrowsers.advice,
    });
  }
  if (typeof wasm !== 'string') env.wasm.wasmBinary = wasm;
  env.wasm.wasmPaths = { ...(mjs !== undefined && { mjs }), ...(typeof wasm === 'string' && { wasm }) };
  env.wasm.proxy = false;
  return globalThis.crossOriginIsolated ? threads : 1;
}
