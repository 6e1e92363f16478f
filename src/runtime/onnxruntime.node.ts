/**
 * ONNX Runtime in Node: the native package where it is installed, else the WebAssembly one, which is slower and always there.
 * It runs synchronously on its thread, so training and prediction live in worker threads.
 */
import { readFileSync } from 'node:fs';
import type * as Onnx from 'onnxruntime-common';
import { MachineError, setting } from '../base/index.ts';
import { loadForDevice } from './device-program.ts';
import { type Backend, type Device, devices } from './devices.ts';
import { withFasterProducts } from './products/faster-products.ts';
import type { Runtime } from './program.ts';
import { residenceOf } from './residence.ts';
import { sessionOptions } from './session-options.ts';
import type { RuntimePackage, RuntimeSession, TensorConstructor } from './session-program.ts';
import { tryDevice } from './try-device.ts';
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
  /** Called once when the fallback is used and why. */
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
    const runtime = await nativeRuntime(device).catch((cause: Error) => {
      const what = 'onnxruntime-node does not load';
      const advice = `${devices.native.advice} Or use ${setting('machine.backend', 'wasm')}.`;
      throw new MachineError({ code: 'runtime-missing', what, advice, cause });
    });
    if (device.memory === 'its own') {
      const where = `${process.platform} ${process.arch}, ${runtime.description}`;
      await tryDevice(runtime, { where, advice: `${device.advice} Or compute on the CPU, as without a choice.` });
    }
    return runtime;
  },
  'onnxruntime-web': async () => wasmRuntime(await wasmPackage(), 1),
} satisfies Record<Device['package'], (device: Device) => Promise<Runtime>>;

const nativeVersion = '1.30.0';

/** What it costs (docs/performance.md), why, and how to get the native package back. */
function fallbackText({ message }: Error): string {
  return (
    `onnxruntime-node does not load (${message.split('\n', 1)[0]}): computing on WebAssembly, which takes about ` +
    `twice as long. To repair it: npm install --ignore-scripts onnxruntime-node@${nativeVersion}; it has binaries for ` +
    `Linux (x64, arm64; glibc), macOS (arm64) and Windows (x64, arm64), this is ${process.platform} ${process.arch}.`
  );
}

const wasmFile = 'ort-wasm-simd-threaded.wasm';

async function wasmPackage(): Promise<typeof Onnx> {
  const entry = wasmEntry();
  const onnxruntime = (await import(entry)) as typeof Onnx;
  const { wasm } = onnxruntime.env;
  // Started once a thread: what is there already is in use.
  const faster = wasm.wasmBinary ? undefined : withFasterProducts(readFileSync(new URL(wasmFile, entry)));
  if (faster) wasm.wasmBinary = faster;
  return onnxruntime;
}

/** The package where it is installed; else the copy of its one build that Node needs, which is in this package (scripts/shared/copy-wasm.ts). */
function wasmEntry(): string {
  try {
    return import.meta.resolve('onnxruntime-web');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    return new URL('../../onnxruntime-web/ort.node.min.mjs', import.meta.url).href;
  }
}

/**
 * From 1.29 on ONNX Runtime tells Microsoft about every session (name and checksums of the model, how often it runs) and keeps an
 * identifier of the machine in the user's cache folder, on Linux and macOS, unless this is set before the library is loaded.
 */
const withoutTelemetry = { ORT_DISABLE_TELEMETRY: '1' };

async function nativeRuntime(device: Device): Promise<Runtime> {
  const environment = { ...withoutTelemetry, ...device.environment };
  for (const [name, value] of Object.entries(environment)) process.env[name] ??= value;
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node');
  // Its errors come back as exceptions; the log would repeat them on the terminal.
  env.logLevel = 'fatal';
  const runtime: RuntimePackage = {
    Tensor: Tensor as unknown as TensorConstructor,
    device,
    writesIntoGivenMemory: true,
    createSession: (model, options) =>
      InferenceSession.create(model, {
        ...sessionOptions(options),
        executionProviders: [device.executionProvider],
        executionMode: 'sequential',
        ...(options.profilePrefix ? { enableProfiling: true, profileFilePrefix: options.profilePrefix } : {}),
        extra: { session: { set_denormal_as_zero: '1', intra_op: { spin_duration_us: spinDurationUs } } },
      }) as Promise<unknown> as Promise<RuntimeSession>,
  };
  return {
    description: `onnxruntime-node ${env.versions.node ?? env.versions.common}, ${device.option}`,
    device,
    load: (model, options = {}) => loadForDevice(runtime, model, options),
    ...(device.keepsFrom !== undefined && { residence: residenceOf(runtime) }),
  };
}
