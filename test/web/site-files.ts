/** The files of a built site: what every visitor may load, and what only a choice loads, as the service worker lists it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

interface SiteFiles {
  /** Of all files but the chosen ones together, packed. */
  readonly packedBytes: number;
  readonly chosen: readonly string[];
}

export function siteFiles(folder: string): SiteFiles {
  const worker = readFileSync(join(folder, 'service-worker.js'), 'utf8');
  const list = (name: string): string[] => JSON.parse(new RegExp(`^const ${name} = (.*);$`, 'm').exec(worker)![1]!);
  const [kept, chosen] = [list('files'), list('chosen')];
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'));
  const missing = all.filter((name) => !kept.includes(name) && !chosen.includes(name) && name !== 'service-worker.js');
  if (missing.length > 0) throw new Error(`the service worker does not know ${missing.join(', ')}`);
  const always = all.filter((name) => !chosen.includes(name));
  const packed = always.map((name) => gzipSync(readFileSync(join(folder, name))).length);
  return { packedBytes: packed.reduce((sum, size) => sum + size, 0), chosen };
}

/**
 * What only a choice loads beside the ready models: the pre-trained encoder; what reads InChI; of a GPU, for two workers the part that loads the build,
 * its script, its WebAssembly.
 */
export const chosenFiles = [
  /^assets\/encoder-[\w-]{8}\.safetensors$/,
  /^assets\/inchi-worker-[\w-]{8}\.js$/,
  /^assets\/indigo-ketcher-norender-1\.46\.0-[\w-]{8}\.wasm$/,
  /^assets\/ort-wasm-simd-threaded\.asyncify-[\w-]{8}\.mjs$/,
  /^assets\/ort-wasm-simd-threaded\.asyncify-[\w-]{8}\.wasm$/,
  /^assets\/webgpu-runtime-[\w-]{8}\.js$/,
  /^assets\/webgpu-runtime-[\w-]{8}\.js$/,
];
