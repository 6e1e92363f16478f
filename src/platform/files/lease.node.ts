/**
 * Signs of life across machines: the holder of a lock touches its file, and others see by its age whether it lives. Both times of an age
 * come from the clock of whoever keeps the files: the lock's last change, and that of a file made at this moment.
 */
import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ConfigError } from '../../base/index.ts';
import { disk } from './disk.node.ts';
import { asUnreadable, isAbsence } from './read-file.node.ts';

export interface LeaseTimes {
  /** Between two touches. */
  readonly touchMs: number;
  /** A lock that was not touched for so long is taken over. */
  readonly leaseMs: number;
}

/** A lease outlives four touches that are lost or late. */
const usual: LeaseTimes = { touchMs: 20_000, leaseMs: 90_000 };
/** Most locks are held for less: they need no thread. */
const keeperAfterMs = 1000;

/** GRAPHSAM_LEASE_SECONDS gives another lease, with touches in proportion. Throws ConfigError if it is no positive number. */
export function leaseTimes(): LeaseTimes {
  const given = process.env.GRAPHSAM_LEASE_SECONDS;
  if (given === undefined) return usual;
  const leaseMs = Number(given) * 1000;
  if (leaseMs > 0 && Number.isFinite(leaseMs)) return { leaseMs, touchMs: (leaseMs * usual.touchMs) / usual.leaseMs };
  throw new ConfigError({
    code: 'wrong-value',
    what: `expected a number of seconds and found "${given}"`,
    where: 'GRAPHSAM_LEASE_SECONDS',
    advice: 'Leave it unset for 90 seconds.',
  });
}

export interface LockSight {
  readonly content: string;
  readonly changedMs: number;
}

/**
 * A lock file as it is now; undefined if there is none. Opened, since some file systems remember ages but look again at what is opened.
 * Throws MachineError if it cannot be read: who took that for none would take a run that others train.
 */
export async function seeLock(path: string): Promise<LockSight | undefined> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    // Of a file server: there was one, and it is gone.
    if (isAbsence(error) || error.code === 'ESTALE') return undefined;
    throw asUnreadable(error, path);
  });
  if (!file) return undefined;
  try {
    const { mtimeMs } = await file.stat();
    return { content: await file.readFile('utf8'), changedMs: mtimeMs };
  } finally {
    await file.close();
  }
}

/** What the clock beside a lock shows; undefined where nothing can be written there. */
export async function clockBeside(path: string): Promise<number | undefined> {
  const probe = `${path}.${randomUUID()}.partial`;
  try {
    await disk.write(probe, '', { flag: 'wx' });
    return (await stat(probe)).mtimeMs;
  } catch {
    return undefined;
  } finally {
    await disk.remove(probe).catch(() => {});
  }
}

/**
 * Touches a lock until the returned function is called, in a thread of its own: the one that computes may not come to it for minutes.
 * It ends by itself once the lock is another one's.
 */
export function keepLease(path: string, id: string, { touchMs }: LeaseTimes): () => Promise<void> {
  let keeper: Worker | undefined;
  const begin = (): void => {
    const kept: import('./lease-keeper.node.ts').KeptLease = { path, id, touchMs };
    keeper = new Worker(new URL('./lease-keeper.node.js', import.meta.url), { workerData: kept });
    // A thread that cannot be had costs the lease, not the work: who lost a lock finds out before it writes.
    keeper.on('error', () => {});
    keeper.unref();
  };
  const timer = setTimeout(begin, Math.min(keeperAfterMs, touchMs));
  timer.unref();
  return async () => {
    clearTimeout(timer);
    await keeper?.terminate();
  };
}
