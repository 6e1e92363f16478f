/**
 * ONNX Runtime in Node: the native package where it is installed, else the WebAssembly one, which is slower and always there.
 * It runs synchronously on its thread, so training and prediction live in worker threads.
 */
import { MachineError, setting } from '../base/index.ts';
import { type Backend, devices } from './devices.ts';
import type { Runtime } from './program.ts';
import { sessionOptions } from './session-options.ts';
import { loadProgram, type RuntimePackage, type RuntimeSession, type TensorConstructor } from './session-program.ts';
import { wasmRuntime } from './wasm-runtime.ts';

/**
 * How long a thread that waits for the next operator stays awake. Without spinning a step takes 1.28 times as long; with the
 * runtime's default (no limit worth the name) it takes twice as long as with this one where another program shares the cores
 * (docs/performance.md).
 */
const spinDurationUs = '50';

export interface NodeRuntimeOptions {
  /** Which package executes; default native, with WebAssembly as fallback. */
  readonly backend?: Backend;
  /** Told, once, when the fallback is used and why. */
  readonly onFallback?: (message: string) => void;
}

export async function loadRuntime(options: NodeRuntimeOptions = {}): Promise<Runtime> {
  if (options.backend) return loaders[options.backend]();
  try {
    return await nativeRuntime();
  } catch {
    options.onFallback?.(
      'onnxruntime-node is not installed here: running on WebAssembly (onnxruntime-web), which is slower.',
    );
    return loaders.wasm();
  }
}

/** How each device is opened in Node. */
const loaders = {
  native: async () => {
    try {
      return await nativeRuntime();
    } catch (cause) {
      throw new MachineError({
        code: 'runtime-missing',
        what: 'onnxruntime-node does not load',
        advice: `Install it again (npm install --ignore-scripts onnxruntime-node), or use ${setting('machine.backend', 'wasm')}.`,
        cause,
      });
    }
  },
  wasm: async () => wasmRuntime(await import('onnxruntime-web'), 1),
} satisfies Record<Backend, () => Promise<Runtime>>;

async function nativeRuntime(): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
  const runtime: RuntimePackage = {
    Tensor: Tensor as unknown as TensorConstructor,
    writesIntoGivenMemory: devices.native.writesIntoGivenMemory,
    createSession: (model, options) =>
      InferenceSession.create(model, {
        ...sessionOptions(options),
        executionProviders: [devices.native.executionProvider],
        executionMode: 'sequential',
        ...(options.profilePrefix ? { enableProfiling: true, profileFilePrefix: options.profilePrefix } : {}),
        extra: { session: { set_denormal_as_zero: '1', intra_op: { spin_duration_us: spinDurationUs } } },
      }) as Promise<unknown> as Promise<RuntimeSession>,
  };
  return {
    description: `onnxruntime-node ${env.versions.node ?? env.versions.common}, cpu`,
    load: (model, options = {}) => loadProgram(runtime, model, options),
  };
}
