/** The page with the models opened: its files, the address of each model, and the link that opens one. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, normalize, sep } from 'node:path';
import { Readable } from 'node:stream';
import { packageRoot } from '../platform/index.node.ts';
import { Problem } from './problem.ts';
import type { Service } from './service.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.csv': 'text/csv',
};

/** Threads share memory only in pages that are isolated from other origins. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** path: below the folder of the page. Throws a Problem for what is not there. */
export async function pageFile({ page }: Service, path: string): Promise<Response> {
  if (page === undefined) throw new Problem('not-found', 'the page is not part of this installation');
  const inside = normalize(path === '' ? 'index.html' : path);
  const file = join(page, inside);
  const isOutside = !file.startsWith(page + sep) || inside.includes('\0');
  const found = isOutside ? undefined : ((await opened(file)) ?? (await installedWasm(file)));
  if (!found) throw new Problem('not-found', 'there is no such file of the page');
  return new Response(Readable.toWeb(createReadStream(found.path)) as ReadableStream, {
    headers: {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': String(found.size),
      ...isolation,
    },
  });
}

interface FoundFile {
  readonly path: string;
  readonly size: number;
}

async function opened(path: string): Promise<FoundFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, size: found.size } : undefined;
}

/**
 * WebAssembly of the page that the package leaves out of its copy of the page, 21 MB of 24: the same files are installed with it for Node.
 * Names of built files are NAME-HASH.wasm.
 */
async function installedWasm(path: string): Promise<FoundFile | undefined> {
  const [, name] = /^(.+)-[\w-]{8}\.wasm$/.exec(basename(path)) ?? [];
  const { resolve } = createRequire(import.meta.url);
  if (name === 'RDKit_minimal') return opened(join(dirname(resolve('@rdkit/rdkit')), `${name}.wasm`));
  // The build with WebGPU is there where onnxruntime-web is installed whole; without it the page computes on the CPU and says so.
  if (name === 'ort-wasm-simd-threaded.asyncify') return opened(installedAt(resolve, `onnxruntime-web/${name}.wasm`));
  // What reads InChI is no dependency of the package: without it the page says how to get it.
  if (name?.startsWith('indigo-ketcher-norender-')) {
    const script = installedAt(resolve, 'indigo-ketcher/binaryWasmNoRender');
    return script === '' ? undefined : opened(join(dirname(script), `${name}.wasm`));
  }
  if (name !== 'ort-wasm-simd-threaded') return undefined;
  const packed = join(packageRoot(), 'dist', 'onnxruntime-web', `${name}.wasm`);
  return (await opened(packed)) ?? opened(join(packageRoot(), 'node_modules/onnxruntime-web/dist', `${name}.wasm`));
}

/** Empty where that package is not installed. */
function installedAt(resolve: NodeJS.RequireResolve, file: string): string {
  try {
    return resolve(file);
  } catch {
    return '';
  }
}

/** Opens the page with a model. */
export function pageLink(service: Service, name: string): Response {
  service.models.find(name);
  if (service.page === undefined) throw new Problem('not-found', 'the page is not part of this installation');
  const model = `../models/${encodeURIComponent(name)}/model.onnx`;
  return new Response(null, { status: 302, headers: { Location: `../page/?open=${encodeURIComponent(model)}` } });
}

export function modelBytes({ models }: Service, name: string): Response {
  const { bytes } = models.find(name);
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: { 'Content-Type': 'application/octet-stream', 'Cross-Origin-Resource-Policy': 'same-origin' },
  });
}
