/** A Runtime over onnxruntime-web's WebAssembly, in Node and in browsers; which build of the package, its importer says. */
import type * as Onnx from 'onnxruntime-common';
import { devices } from './devices.ts';
import type { Runtime } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { loadProgram, type RuntimePackage, type RuntimeSession, type TensorConstructor } from './session-program.ts';

export function wasmRuntime({ InferenceSession, Tensor, env }: typeof Onnx, threads: number): Runtime {
  env.wasm.numThreads = threads;
  const runtime: RuntimePackage = {
    Tensor: Tensor as unknown as TensorConstructor,
    device: devices.wasm,
    createSession: (model, options) =>
      InferenceSession.create(model, {
        ...sessionOptions(options),
        executionProviders: [devices.wasm.executionProvider],
      }) as Promise<unknown> as Promise<RuntimeSession>,
  };
  return {
    description: `onnxruntime-web ${env.versions.web ?? env.versions.common}, WebAssembly`,
    device: devices.wasm,
    load: (model, options = {}) => loadProgram(runtime, model, options),
  };
}
