/** Files of the site that workers load: addresses under whatever path the page is served. */
import rdkitWasm from '@rdkit/rdkit/RDKit_minimal.wasm?url';
import onnxruntimeMjs from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import onnxruntimeWasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import exampleUrl from '../../assets/medicines.csv?url';
import { type Chemistry, loadChemistry, loadRuntime, MachineError, type Runtime } from '../../src/index.web.ts';
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

export function openRuntime(threads: number): Runtime {
  return loadRuntime({ files: { mjs: onnxruntimeMjs, wasm: onnxruntimeWasm }, threads });
}

/** Name of the table inside the page, as a data set. */
export const exampleName = 'medicines';

export async function exampleTable(): Promise<TableFile> {
  const response = await fetch(exampleUrl).catch((cause) => {
    throw new MachineError({ what: 'the example table could not be fetched', advice: 'Reload the page.', cause });
  });
  return { name: `${exampleName}.csv`, content: await response.blob() };
}
