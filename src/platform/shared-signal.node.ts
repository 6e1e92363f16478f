/** A signal that many pieces of work listen to at once. */
import { setMaxListeners } from 'node:events';

/** Aborted with the first of those that are given. Node takes more than ten listeners for a leak and says so on the terminal: not of this one. */
export function sharedSignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const shared = AbortSignal.any(signals.filter((signal) => signal !== undefined));
  setMaxListeners(0, shared);
  return shared;
}
