/** A folder over HTTP, as any static host serves it: files by their names, nothing else. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.csv': 'text/csv',
};

/** What gives a page shared memory: web/hosts has them for static hosts. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

export interface ServeOptions {
  /** Path under which the folder stands, with slashes at both ends. Default `/`. */
  readonly base?: string;
  /** Sends the headers that give a page shared memory, and with it threads. Default false. */
  readonly isolated?: boolean;
}

export interface ServedFolder {
  /** Address of the folder, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export async function serveFolder(folder: string, { base = '/', isolated }: ServeOptions = {}): Promise<ServedFolder> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    const file = fileOf(folder, decodeURIComponent(pathname), base);
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'Content-Type': type, ...(isolated ? isolation : {}) });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fileOf(folder: string, path: string, base: string): string | undefined {
  if (!path.startsWith(base)) return undefined;
  const inside = normalize(path.slice(base.length)).replace(/^(\.\.[/\\])+/, '');
  const file = join(folder, path.endsWith('/') ? join(inside, 'index.html') : inside);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}
