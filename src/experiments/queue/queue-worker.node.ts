/**
 * The side that works: takes trainings out of the queue and runs each in a process of its own. Never here: while this process computed,
 * its claims would run out, and others would begin the same training.
 */
import { join } from 'node:path';
import type { Job } from 'bullmq';
import type { MachineError } from '../../base/index.ts';
import { leaseTimes, packError, sharedSignal } from '../../platform/index.node.ts';
import { parseTrainConfig, type TrainConfig } from '../../runs/index.ts';
import { isOfThisMachine } from '../of-this-machine.ts';
import { type CellOutcome, runCellIn } from '../run-cell.node.ts';
import { type Connected, connect, queueName } from './connect.node.ts';
import { goodbyeMs, withinMs } from './goodbye.node.ts';
import { onceUntil } from './once-until.ts';
import { localName, type QueuedJob, type QueuedProgress, type QueuedResult } from './queued-job.node.ts';
import { upload } from './upload.node.ts';

export interface QueueWorkerOptions {
  /** Trainings at a time. */
  readonly jobs: number;
  /** Of this machine, instead of what the asker's configuration says. */
  readonly machine: TrainConfig['machine'];
  /** Runs are trained in this folder and sent to the asker. Default: where the asker wants them, in a folder that both see. */
  readonly uploadFrom?: string | undefined;
  /** Ends the work: what is in hand is saved and goes back into the queue. */
  readonly signal: AbortSignal;
  readonly onReady: (where: string) => void;
  readonly onBegin: (folder: string) => void;
  readonly onEnd: (folder: string, outcome: CellOutcome) => void;
  /** Redis is out of reach; it goes on waiting. Reported once until it answers again. */
  readonly onTrouble: (error: Error) => void;
}

/** A worker that gave no sign of life for so long has lost its jobs. */
const lockMs = 60_000;
/** Deaths of workers that a job outlives; one more ends it: whatever kills its workers would go on killing. */
const deathsOutlived = 4;

/**
 * Works until the signal; then everything is saved. Returns whether Redis was notified: where it is out of reach, connections stay behind, and
 * only the end of the process ends them. Throws ConfigError and MachineError as connect does, and the MachineError of a training that this
 * machine refuses (a full disk, a device that is not there): the training goes back into the queue, for others.
 */
export async function runQueueWorker(url: string, given: QueueWorkerOptions): Promise<boolean> {
  const refused = new AbortController();
  const options = { ...given, signal: sharedSignal(given.signal, refused.signal) };
  const trouble = onceUntil(options.onTrouble);
  const connected = await connect(url, trouble.tell);
  const { packages, redis } = connected;
  const lockDuration = Math.min(lockMs, leaseTimes().leaseMs);
  const inHand = new Set<Promise<unknown>>();
  const whileInHand = async <T>(training: Promise<T>): Promise<T> => {
    inHand.add(training);
    return training.finally(() => inHand.delete(training));
  };
  const work = (job: QueueJob, token?: string): Promise<QueuedResult> =>
    workOn(job, token!, { options, connected, whileInHand, refuse: (error) => refused.abort(error) });
  const worker = new packages.Worker<QueuedJob, QueuedResult>(queueName, work, {
    ...connected.options,
    concurrency: options.jobs,
    lockDuration,
    stalledInterval: lockDuration / 2,
    maxStalledCount: deathsOutlived,
  });
  worker.on('error', trouble.tell);
  redis.on('ready', trouble.over);
  await worker.waitUntilReady();
  options.onReady(connected.where);
  const { signal } = options;
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  // Before the jobs come back into the queue: they are for others.
  await worker.pause(true);
  await Promise.all(inHand);
  const isTold = await withinMs(goodbyeMs, worker.close());
  redis.disconnect();
  if (refused.signal.aborted) throw refused.signal.reason;
  return isTold;
}

type QueueJob = Job<QueuedJob, QueuedResult>;

interface Worked {
  readonly options: QueueWorkerOptions;
  readonly connected: Connected;
  /** Ending this worker waits for the training. */
  readonly whileInHand: <T>(training: Promise<T>) => Promise<T>;
  /** Ends this worker. */
  readonly refuse: (error: MachineError) => void;
}

async function workOn(job: QueueJob, token: string, worked: Worked): Promise<QueuedResult> {
  const { options, connected, whileInHand, refuse } = worked;
  const { machine, uploadFrom, signal } = options;
  const { DelayedError, UnrecoverableError, WaitingError } = connected.packages;
  const { folder, baseline, fold, untilEpoch, config: given } = job.data;
  const where = uploadFrom === undefined ? folder : join(uploadFrom, await localName(job.data));
  const tell = (progress: QueuedProgress): Promise<void> => job.updateProgress(progress);
  options.onBegin(where);
  const training = settled(async () => {
    const config = { ...parseTrainConfig(given, `job ${job.id}`), machine };
    // Progress that is not reported is no harm.
    const onProgress = (share: number): void => void tell(share).catch(() => {});
    return runCellIn(where, { config, baseline, fold }, { untilEpoch, signal, onProgress });
  });
  const outcome = await whileInHand(training);
  if (outcome.status === 'held') {
    await job.moveToDelayed(Date.now() + Math.min(5000, leaseTimes().touchMs), token);
    throw new DelayedError();
  }
  options.onEnd(where, outcome);
  const isRefused = outcome.status === 'failed' && isOfThisMachine(outcome.error);
  if (isRefused) refuse(outcome.error as MachineError);
  if (isRefused || (outcome.status === 'interrupted' && signal.aborted)) {
    await job.moveToWait(token);
    throw new WaitingError();
  }
  if (outcome.status === 'failed') {
    await tell({ error: packError(outcome.error) });
    throw new UnrecoverableError(outcome.error instanceof Error ? outcome.error.message : String(outcome.error));
  }
  if (uploadFrom === undefined) return { status: outcome.status };
  await upload(connected.redis, job.id!, where);
  return { status: outcome.status, uploaded: true };
}

async function settled<Other>(work: () => Promise<CellOutcome | Other>): Promise<CellOutcome | Other> {
  try {
    return await work();
  } catch (error) {
    return { status: 'failed', error };
  }
}
