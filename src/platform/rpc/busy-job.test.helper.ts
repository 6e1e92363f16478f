/** A job that computes without ever letting its thread rest. */
import { threadId } from 'node:worker_threads';
import type { JobContext } from './protocol.ts';

export async function runJob(
  { milliseconds }: { milliseconds: number },
  { onEvent }: JobContext<number>,
): Promise<string> {
  onEvent(threadId);
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
  return 'done';
}
