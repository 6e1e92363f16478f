/**
 * ONNX Runtime in Node: the native package where it is installed, else the WebAssembly one, which is slower and always there.
 * It runs synchronously on its thread, so training and prediction live in worker threads.
 */
import type * as Onnx from 'onnxruntime-common';
import { MachineError, setting } from '../base/index.ts';
import { type Backend, type Device, devices } from './devices.ts';
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
  if (options.backend) return open(devices[options.backend]);
  try {
    return await nativeRuntime(devices.native);
  } catch (cause) {
    options.onFallback?.(fallbackText(cause as Error));
    return open(devices.wasm);
  }
}

function open(device: Device): Promise<Runtime> {
  return loaders[device.package](device);
}

/** How the devices of each package are opened in Node. */
const loaders = {
  'onnxruntime-node': async (device) => {
    try {
      return await nativeRuntime(device);
    } catch (cause) {
      throw new MachineError({
        code: 'runtime-missing',
        what: 'onnxruntime-node does not load',
        advice: `Install it again (npm install --ignore-scripts onnxruntime-node), or use ${setting('machine.backend', 'wasm')}.`,
        cause,
      });
    }
  },
  'onnxruntime-web': async () => wasmRuntime(await wasmPackage(), 1),
} satisfies Record<Device['package'], (device: Device) => Promise<Runtime>>;

const nativeVersion = '1.30.0';

/** What it costs (docs/performance.md), why, and how to get the native package back. */
function fallbackText({ message }: Error): string {
  return (
    `onnxruntime-node does not load (${message.split('\n', 1)[0]}): computing on WebAssembly, which takes about ` +
    `four times as long. To repair it: npm install --ignore-scripts onnxruntime-node@${nativeVersion}; it has binaries for ` +
    `Linux (x64, arm64; glibc), macOS (arm64) and Windows (x64, arm64), this is ${process.platform} ${process.arch}.`
  );
}

/** The package where it is installed; else the copy of its one build that Node needs, which is in this package (scripts/shared/copy-wasm.ts). */
async function wasmPackage(): Promise<typeof Onnx> {
  try {
    return await import('onnxruntime-web');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    return import(new URL('../../onnxruntime-web/ort.node.min.mjs', import.meta.url).href);
  }
}

async function nativeRuntime({ option, executionProvider, writesIntoGivenMemory }: Device): Promise<Runtime> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
  const runtime: RuntimePackage = {
    Tensor: Tensor as unknown as TensorConstructor,
    writesIntoGivenMemory,
    createSession: (model, options) =>
      InferenceSession.create(model, {
        ...sessionOptions(options),
        executionProviders: [executionProvider],
        executionMode: 'sequential',
        ...(options.profilePrefix ? { enableProfiling: true, profileFilePrefix: options.profilePrefix } : {}),
        extra: { session: { set_denormal_as_zero: '1', intra_op: { spin_duration_us: spinDurationUs } } },
      }) as Promise<unknown> as Promise<RuntimeSession>,
  };
  return {
    description: `onnxruntime-node ${env.versions.node ?? env.versions.common}, ${option}`,
    load: (model, options = {}) => loadProgram(runtime, model, options),
  };
}
