/** What drivers of trainings are told on their command line, and what tells them to stop. */
import { ConfigError } from '../../src/base/index.ts';

/** For parseArgs of node:util. */
export const dataDirOption = {
  'data-dir': { type: 'string', default: process.env.GRAPHSAM_DATA_DIR ?? 'datasets' },
} as const;
/** Print and write what is there, train nothing. */
export const tableOption = { table: { type: 'boolean', default: false } } as const;
/** Trainings at a time. */
export const parallelOption = { parallel: { type: 'string', default: '1' } } as const;

/** Throws ConfigError for what is no number of trainings. */
export function parallelOf(text: string): number {
  const parallel = Number(text);
  if (Number.isInteger(parallel) && parallel >= 1) return parallel;
  throw new ConfigError({
    what: `${text} trainings at a time are not possible`,
    where: '--parallel',
    advice: 'Give a whole number from 1 on.',
  });
}

/** Aborts when the script is asked to stop: what is finished is kept, and the next start goes on from it. */
export function stopSignal(): AbortSignal {
  const abort = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
  return abort.signal;
}
