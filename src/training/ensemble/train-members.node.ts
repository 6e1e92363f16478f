/** Trains the members of an ensemble, several processes at a time; each leaves a run of its own, by which it can be resumed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setting } from '../../base/index.ts';
import { processClient, sharedSignal } from '../../platform/index.node.ts';
import { type JobContext, PeerEndedError } from '../../platform/index.ts';
import {
  type FinishedRun,
  type InterruptedRun,
  type RunEvent,
  runFiles,
  type SingleRunEvent,
  type TrainRunResult,
} from '../../runs/index.ts';
import { shareOfTime } from '../share-of-time.ts';
import { type TrainJob, runJob as trainHere } from '../train-job.node.ts';
import { type Member, memberFolder } from './members.ts';

const memberProcess = {
  who: 'the process of a member',
  advice: `If memory ran out, take fewer ${setting('machine.threads')}.`,
};

export interface TrainMembersOptions {
  /** Of the ensemble. */
  readonly folder: string;
  readonly atOnce: number;
  readonly backend: TrainJob['backend'];
  /** Milliseconds since 1970: members that would not be done before it are left out, from the third on; the others have fewer epochs. */
  readonly deadline?: number | undefined;
}

/** Members that are trained however short the time is. */
const leastMembers = 2;

/** In the order of the members; those that did not begin before a stop, or for lack of time, are missing at the end. The error of one stops the others and is thrown. */
export async function trainMembers(
  members: readonly Member[],
  { folder, atOnce, backend, deadline }: TrainMembersOptions,
  { onEvent, signal }: JobContext<RunEvent>,
): Promise<(FinishedRun | InterruptedRun)[]> {
  const failure = new AbortController();
  // One at a time is trained in this thread, where only the signal itself hears a request to stop.
  const [train, stop] = atOnce === 1 ? [trainHere, signal] : [trainInProcess, sharedSignal(signal, failure.signal)];
  const results: (FinishedRun | InterruptedRun)[] = [];
  const waiting = [...members];
  let longestMs = 0;
  // Every fold is needed: its rows are tested by its member alone.
  const least = members.every(({ fold }) => fold === 0) ? leastMembers : members.length;
  const isTooLate = ({ index }: Member): boolean =>
    deadline !== undefined && index >= least && Date.now() + longestMs > deadline;
  const work = async (): Promise<void> => {
    for (let member = waiting.shift(); member && !stop.aborted; member = waiting.shift()) {
      // Those after it would be too late as well.
      if (isTooLate(member)) return void waiting.splice(0);
      const began = Date.now();
      const { index, config, fold } = member;
      const where = join(folder, memberFolder(index));
      const ofMember = (event: RunEvent): void =>
        onEvent({ kind: 'member', member: index, members: members.length, event: event as SingleRunEvent });
      const ends = shareOfTime(deadline, Math.ceil((waiting.length + 1) / atOnce));
      const job = { config, folder: where, mode: modeOf(where), backend, onlyFold: fold, deadline: ends };
      const { runs } = await train(job, { onEvent: ofMember, signal: stop });
      results[index] = runs[0]!;
      longestMs = Math.max(longestMs, Date.now() - began);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, waiting.length) }, () =>
    work().catch((error) => {
      // Stopped before its first step: it has not begun.
      if (signal.aborted && error === stop.reason) return;
      failure.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(workers);
  // The first error: the others may only have been stopped by it.
  failure.signal.throwIfAborted();
  return results;
}

async function trainInProcess(job: TrainJob, context: JobContext<RunEvent>): Promise<TrainRunResult> {
  try {
    return await callProcess(job, context);
  } catch (error) {
    // A dead process gets a second chance; what a training throws it would throw again.
    if (!(error instanceof PeerEndedError) || context.signal.aborted) throw error;
    return callProcess({ ...job, mode: modeOf(job.folder) }, context);
  }
}

async function callProcess(job: TrainJob, { onEvent, signal }: JobContext<RunEvent>): Promise<TrainRunResult> {
  const module = new URL('./member-job.node.js', import.meta.url);
  const client = processClient<typeof import('./member-job.node.ts')>(module, memberProcess);
  try {
    return await client.call('runJob', job, { onEvent, signal });
  } finally {
    await client.close();
  }
}

function modeOf(folder: string): TrainJob['mode'] {
  return existsSync(join(folder, runFiles.run)) ? 'resume' : 'new';
}
