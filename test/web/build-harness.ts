/**
 * A bare page around the engine, built as the site is and served by a static host: `window.engine`, `window.openSecondEngine()`, and
 * nothing to look at.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { sharedBuild } from '../shared-build.ts';
import { type ServedFolder, type ServeOptions, serveFolder } from './serve-folder.ts';

const html =
  '<!doctype html><meta charset="utf-8"><title>engine</title><link rel="icon" href="data:,"><script type="module" src="./harness.ts"></script>';
const script = (client: string): string => `import { openEngine } from ${JSON.stringify(client)};
window.engine = openEngine();
window.openSecondEngine = openEngine;
`;

export interface Harness {
  /** Serves the built page; the caller closes it. */
  serve(options?: ServeOptions): Promise<ServedFolder>;
  close(): Promise<void>;
}

export async function buildHarness(): Promise<Harness> {
  const built = await sharedBuild('harness', makeHarness);
  return { serve: (options) => serveFolder(built.folder, options), close: built.close };
}

async function makeHarness(outDir: string): Promise<void> {
  const root = packageRoot();
  const source = `${outDir}.source`;
  await mkdir(source);
  try {
    await writeFile(join(source, 'index.html'), html);
    await writeFile(join(source, 'harness.ts'), script(join(root, 'web/engine/client.ts')));
    const configFile = join(root, 'web/vite.config.ts');
    await build({ root: source, configFile, logLevel: 'warn', build: { outDir, minify: false } });
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}

/** Opens the page in a context of its own, with every address it asks for and everything it complains about. inWorkers: runs first in each. */
export async function openHarness(
  browser: Browser,
  url: string,
  inWorkers?: string,
): Promise<{ page: Page; requests: string[]; errors: string[] }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const [requests, errors]: [string[], string[]] = [[], []];
  context.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  if (inWorkers !== undefined) await page.addInitScript(beginWorkersWith, inWorkers);
  await page.goto(url);
  await page.waitForFunction(() => 'engine' in window);
  return { page, requests, errors };
}

function beginWorkersWith(script: string): void {
  const RealWorker = Worker;
  window.Worker = class extends RealWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      // Messages that come before the worker listens wait, as they would without this.
      const wait = 'const early = []; onmessage = (event) => early.push(event);';
      const start = `import(${JSON.stringify(String(url))}).then(() => early.forEach((event) => onmessage(event)));`;
      super(URL.createObjectURL(new Blob([script + wait + start], { type: 'text/javascript' })), options);
    }
  };
}
