/** Files of the site that workers load: addresses under whatever path the page is served. */
import rdkitWasm from '@rdkit/rdkit/RDKit_minimal.wasm?url';
import gpuMjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import gpuWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import onnxruntimeMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import onnxruntimeWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import encoderUrl from '../../assets/encoder.safetensors?url';
import exampleUrl from '../../assets/medicines.csv?url';
import {
  type Backend,
  type Chemistry,
  loadChemistry,
  loadRuntime,
  MachineError,
  type Runtime,
} from '../../src/index.web.ts';
import type { TableFile } from './protocol.ts';

let chemistry: Promise<Chemistry> | undefined;

/** RDKit, loaded once a worker. */
export function openChemistry(): Promise<Chemistry> {
  chemistry ??= loadChemistry(rdkitWasm).catch((error) => {
    chemistry = undefined;
    throw error;
  });
  return chemistry;
}

interface ChosenDevice {
  /** One that browsers do not have is the CPU. */
  readonly backend: Backend | undefined;
  readonly threads: number;
  /** Called with why it is not the chosen one that computes, and what does. */
  readonly onWarning: (message: string) => void;
}

/** The GPU where it is chosen and there is one, else the CPU. */
export async function openRuntime({ backend, threads, onWarning }: ChosenDevice): Promise<Runtime> {
  if (backend === 'webgpu') {
    const opened = await openGpu(threads, onWarning).catch((error) => error as Error);
    if (!(opened instanceof Error)) return opened;
    onWarning(insteadOfGpu(opened));
  }
  return loadRuntime({ files: { mjs: onnxruntimeMjs, wasm: onnxruntimeWasm }, threads });
}

async function openGpu(threads: number, onCaution: (message: string) => void): Promise<Runtime> {
  // Only now are its files fetched, 27 MB.
  const { loadWebGpuRuntime } = await import('./webgpu-runtime.ts');
  return loadWebGpuRuntime({ files: { mjs: gpuMjs, wasm: gpuWasm }, threads, onCaution });
}

function insteadOfGpu(error: Error): string {
  const { what, advice } = error instanceof MachineError ? error : { what: error.message, advice: undefined };
  return `Computing on the CPU instead of the GPU: ${what}.${advice === undefined ? '' : ` ${advice}`}`;
}

/** The WebAssembly of RDKit and ONNX Runtime, to be packed into a file. */
export async function runtimeBytes(): Promise<{ readonly rdkit: Blob; readonly onnxruntime: Blob }> {
  const [rdkit, onnxruntime] = await Promise.all([siteFile(rdkitWasm), siteFile(onnxruntimeWasm)]);
  return { rdkit, onnxruntime };
}

async function siteFile(address: string): Promise<Blob> {
  const response = await fetch(address).catch((cause) => {
    throw new MachineError({ what: 'a file of this page could not be fetched', advice: 'Reload the page.', cause });
  });
  if (!response.ok) {
    const what = `a file of this page could not be fetched (HTTP status ${response.status})`;
    throw new MachineError({ what, where: new URL(response.url).pathname, advice: 'Reload the page.' });
  }
  return response.blob();
}

/** The pre-trained encoder, fetched where a training starts from it. */
export function encoderFile(): Promise<Blob> {
  return siteFile(encoderUrl);
}

/** Name of the table inside the page, as a data set. */
export const exampleName = 'medicines';

export async function exampleTable(): Promise<TableFile> {
  return { name: `${exampleName}.csv`, content: await siteFile(exampleUrl) };
}
