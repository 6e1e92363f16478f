/**
 * ONNX Runtime in a browser on a GPU: its build with WebGPU (27 MB, 6.6 MB packed), the same provider as in Node. A file of its own, so
 * that who does not call it has nothing of that build. Of the two variants, stack switching (17 MB) is not in every browser that has
 * WebGPU; this one, with asyncify, runs in all of them.
 */
import * as onnxruntime from 'onnxruntime-web/webgpu';
import { devices } from './devices.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Runtime } from './program.ts';
import { deviceMissing, tryDevice } from './try-device.ts';
import { runtimeOver, versionOf, wasmPackage } from './wasm-runtime.ts';
import { prepareBuild, type WebRuntimeOptions } from './web-build.ts';

export interface WebGpuRuntimeOptions extends WebRuntimeOptions {
  /** Called where the browser computes WebGPU on the CPU, which is slower than WebAssembly. */
  readonly onCaution?: (message: string) => void;
}

/** What of the browser's interface is asked. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info?: { readonly isFallbackAdapter?: boolean } } | null>;
}

const { webgpu: device } = devices;
const { advice } = device.inBrowsers;
const where = 'this browser';

/**
 * files: ort-wasm-simd-threaded.asyncify; fetched only where the browser gives a GPU.
 * Throws MachineError (`device-missing`) where there is none, or the files do not load.
 */
export async function loadWebGpuRuntime(options: WebGpuRuntimeOptions): Promise<Runtime> {
  const { gpu } = globalThis.navigator as { readonly gpu?: Gpu };
  if (!gpu) throw deviceMissing(device, { reason: 'this browser has no WebGPU', where, advice });
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw deviceMissing(device, { reason: 'the browser found no graphics card for it', where, advice });
  if (adapter.info?.isFallbackAdapter) options.onCaution?.(inSoftware);
  const threads = prepareBuild(onnxruntime, options);
  const runtime = oneAtATime(wasmPackage(onnxruntime, { threads, device }));
  const opened = runtimeOver(runtime, `${versionOf(onnxruntime)}, ${device.option}`);
  await tryDevice(opened, { where: `${where}, ${opened.description}`, advice });
  return opened;
}

const inSoftware =
  'This browser computes WebGPU on the CPU, as if it were a graphics card: that is slower than the CPU by itself.';
