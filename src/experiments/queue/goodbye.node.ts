/**
 * What a Redis gets at the end. One that is out of reach gets nothing: a connection that waits to be made again does not end, and only
 * the end of the process ends it.
 */
import { setTimeout } from 'node:timers/promises';

/** For saying goodbye; without it the claims run out. */
export const goodbyeMs = 5000;

/** Whether it is done in time. Throws what it throws in time. */
export async function withinMs(longest: number, work: Promise<unknown>): Promise<boolean> {
  const patience = new AbortController();
  const tooLate = setTimeout(longest, false, { signal: patience.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), tooLate]);
  } finally {
    patience.abort();
  }
}
