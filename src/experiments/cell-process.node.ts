/** A training in a process of its own: a crash there, or memory that runs out, is one failed run and not the end of the comparison. */
import { fork } from 'node:child_process';
import { RunError } from '../base/index.ts';
import { unpackError } from '../platform/index.ts';
import type { CellOrder, FromCell, ToCell } from './cell-messages.ts';

export interface CellHooks {
  readonly onProgress?: (share: number) => void;
  /** Aborting lets the training finish its batch and save. */
  readonly signal?: AbortSignal | undefined;
}

/** Throws what the training throws; RunError if the process ends without an answer. */
export async function runInProcess(
  order: Omit<CellOrder, 'kind'>,
  { onProgress, signal }: CellHooks,
): Promise<'finished' | 'interrupted'> {
  const child = fork(new URL('./cell-child.node.js', import.meta.url), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  const stop = (): void => void (child.connected && child.send({ kind: 'stop' } satisfies ToCell));
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints = `${complaints}${chunk}`.slice(-2000);
  });
  try {
    return await new Promise((resolve, reject) => {
      child.on('message', (message: FromCell) => {
        if (message.kind === 'progress') onProgress?.(message.share);
        else if (message.kind === 'failed') reject(unpackError(message.error));
        else resolve(message.status);
      });
      child.on('error', reject);
      child.on('exit', (code, killedBy) => reject(endedEarly(killedBy ?? `exit code ${code}`, complaints)));
      child.send({ kind: 'begin', ...order } satisfies ToCell);
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop);
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function endedEarly(how: string, complaints: string): RunError {
  const lastWords = complaints.trim().split('\n').at(-1);
  return new RunError({
    what: `its process ended without an answer (${how})${lastWords ? `: ${lastWords}` : ''}`,
    advice: 'If memory ran out, take fewer --jobs.',
  });
}
