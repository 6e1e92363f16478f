/** A service over the model of test/fixtures, on a free port of this machine, and what its tests ask of it. */
import { join } from 'node:path';
import { packageRoot } from '../platform/index.node.ts';
import { loadPredictor } from '../predict/index.node.ts';
import { type RunningService, type ServeModelsOptions, serveModels } from './serve-models.node.ts';
import type { LogRecord } from './service.ts';

export const exampleRun = join(packageRoot(), 'test', 'fixtures', 'runs-0.1.0', 'finished');
export const field = 'logS_prediction';

/** Molecules of many sizes, all different, and what the library predicts of them. */
export const molecules = Array.from({ length: 60 }, (_, index) => {
  const chain = 'C'.repeat(1 + (index % 20));
  return [`${chain}O`, `${chain}c1ccccc1`, `${chain}N(C)C=O`][index % 3]!;
});

export async function expectedValues(): Promise<ReadonlyMap<string, number>> {
  const predictor = await loadPredictor(exampleRun);
  const predictions = await predictor.predict(molecules);
  await predictor.release();
  return new Map(predictions.map(({ smiles, values }) => [smiles, Number(values![field])]));
}

export interface TestService extends RunningService {
  readonly log: readonly LogRecord[];
  /** The status, the body as JSON where it is that, and the headers. */
  ask(path: string, body?: unknown, init?: RequestInit): Promise<Answer>;
}

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests look at.
  readonly body: any;
  readonly headers: Headers;
}

/** A service whose threads compute nothing (odd-thread.test.helper.ts): there at once, and its answers are known. */
export function startOddService(options: Partial<ServeModelsOptions> = {}): Promise<TestService> {
  return startService({ threadModule: new URL('./odd-thread.test.helper.js', import.meta.url), ...options });
}

export async function startService(options: Partial<ServeModelsOptions> = {}): Promise<TestService> {
  const log: LogRecord[] = [];
  const running = await serveModels({
    runs: [`solubility=${exampleRun}`],
    port: 0,
    threads: 1,
    log: (record) => log.push(record),
    ...options,
  });
  const ask: TestService['ask'] = async (path, body, init = {}) => {
    const isText = typeof body === 'string';
    const response = await fetch(running.url + path, {
      ...(body !== undefined && { method: 'POST', body: isText ? body : JSON.stringify(body) }),
      ...init,
      headers: { 'Content-Type': isText ? 'text/csv' : 'application/json', ...init.headers },
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  };
  return { ...running, log, ask };
}
