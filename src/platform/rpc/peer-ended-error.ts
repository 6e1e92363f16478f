/** A call whose peer (thread, process) ended before it answered. */
import { RunError } from '../../base/index.ts';
import type { PeerEnd } from './channel.ts';

export interface PeerDescription {
  /** For instance `the worker thread`. */
  readonly who: string;
  readonly advice: string;
}

export class PeerEndedError extends RunError {
  override readonly name = 'PeerEndedError';
  readonly exitCode: number | undefined;
  /** The last lines of its standard error, where that is known. */
  readonly stderrTail: string | undefined;

  constructor({ who, advice }: PeerDescription, { how, exitCode, stderrTail, cause }: PeerEnd) {
    const lastLine = stderrTail?.split('\n').at(-1);
    const what = `${who} ended without an answer (${how})${lastLine ? `: ${lastLine}` : ''}`;
    super({ code: 'worker-died', what, advice, cause });
    this.exitCode = exitCode;
    this.stderrTail = stderrTail;
  }
}

/** For ClientOptions. */
export function peerEnded(description: PeerDescription): (end: PeerEnd) => PeerEndedError {
  return (end) => new PeerEndedError(description, end);
}
