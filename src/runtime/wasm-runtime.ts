/** A Runtime over onnxruntime-web, in Node and in browsers; which build of the package, its importer says. */
import type * as Onnx from 'onnxruntime-common';
import { loadForDevice } from './device-program.ts';
import { type Device, devices } from './devices.ts';
import type { Runtime } from './program.ts';
import { sessionOptions } from './session-options.ts';
import type { RuntimePackage, RuntimeSession, TensorConstructor } from './session-program.ts';

export function wasmRuntime(onnxruntime: typeof Onnx, threads: number): Runtime {
  return runtimeOver(
    wasmPackage(onnxruntime, { threads, device: devices.wasm }),
    `${versionOf(onnxruntime)}, WebAssembly`,
  );
}

export function runtimeOver(runtime: RuntimePackage, description: string): Runtime {
  const { device } = runtime;
  return { description, device, load: (model, options = {}) => loadForDevice(runtime, model, options) };
}

interface WasmPackageOptions {
  readonly threads: number;
  readonly device: Device;
}

export function wasmPackage(
  { InferenceSession, Tensor, env }: typeof Onnx,
  { threads, device }: WasmPackageOptions,
): RuntimePackage {
  env.wasm.numThreads = threads;
  return {
    Tensor: Tensor as unknown as TensorConstructor,
    device,
    writesIntoGivenMemory: false,
    createSession: (model, options) =>
      InferenceSession.create(model, {
        ...sessionOptions(options),
        executionProviders: [device.executionProvider],
      }) as Promise<unknown> as Promise<RuntimeSession>,
  };
}

export function versionOf({ env }: typeof Onnx): string {
  return `onnxruntime-web ${env.versions.web ?? env.versions.common}`;
}
