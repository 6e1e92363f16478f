/**
 * One writer a folder, on any number of machines that share it: a lock file that names its holder. On the holder's machine the system tells
 * whether it lives; on others the lock is a lease, taken over when it was not touched for a while (lease.node.ts). A holder that slept
 * through its lease learns it from `check`, before it writes.
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ConfigError, RunError, setting } from '../../base/index.ts';
import { disk } from './disk.node.ts';
import { clockBeside, keepLease, type LeaseTimes, type LockSight, leaseTimes, seeLock } from './lease.node.ts';
import { type Holder, hostName, machineName, parseHolder, runsHere, startOf } from './lock-holder.node.ts';
import { asMachineError } from './write-file.node.ts';

export const lockFileName = 'run.lock';

export interface FolderLock {
  /** Throws RunError if another process has taken the lock over. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** A lock without readable content is being written at this moment, or was left by a kill in that moment. */
const unreadableForMs = 10_000;

/** Locks an existing folder. Throws ConfigError if another live process, or this one, holds it. */
export async function lockFolder(folder: string, times: LeaseTimes = leaseTimes()): Promise<FolderLock> {
  const path = join(folder, lockFileName);
  const mine: Holder = {
    pid: process.pid,
    host: hostName(),
    machine: machineName(),
    processStart: startOf(process.pid),
    leaseMs: times.leaseMs,
    id: randomUUID(),
  };
  while (!(await create(path, JSON.stringify(mine)))) {
    const found = await seeLock(path);
    if (found === undefined) continue;
    if (await isHeld(found, path)) throw held(folder, found.content);
    await removeIf(path, ({ content, changedMs }) => content === found.content && changedMs === found.changedMs);
  }
  const letGo = keepLease(path, mine.id, times);
  return {
    check: async () => {
      const found = parseHolder((await seeLock(path))?.content ?? '');
      if (found?.id !== mine.id) throw lost(folder, found);
    },
    release: async () => {
      await letGo();
      const isMine = ({ content }: LockSight): boolean => parseHolder(content)?.id === mine.id;
      const found = await seeLock(path);
      if (found && isMine(found)) await removeIf(path, isMine);
    },
  };
}

/** Whether a process works in the folder, on this machine or, as far as can be seen, on another one. */
export async function isLocked(folder: string): Promise<boolean> {
  const path = join(folder, lockFileName);
  const found = await seeLock(path);
  return found !== undefined && (await isHeld(found, path));
}

/** Whether a process that was killed left its lock in this folder: what lies there may be unfinished. */
export async function hasStaleLock(folder: string): Promise<boolean> {
  const path = join(folder, lockFileName);
  const found = await seeLock(path);
  return found !== undefined && !(await isHeld(found, path));
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    await disk.write(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw asMachineError(error, path);
  }
}

async function isHeld({ content, changedMs }: LockSight, path: string): Promise<boolean> {
  const holder = parseHolder(content);
  const here = holder && runsHere(holder);
  if (here !== undefined) return here;
  const leaseMs = holder ? holder.leaseMs : unreadableForMs;
  if (leaseMs === undefined) return true;
  const now = await clockBeside(path);
  return now === undefined || now - changedMs < leaseMs;
}

/**
 * Several processes may find the same lock: it is moved away first, and put back if it turns out to be another one. Its holder, should the
 * place be taken by then, finds that it has lost it.
 */
async function removeIf(path: string, isIt: (sight: LockSight) => boolean): Promise<void> {
  const aside = `${path}.${randomUUID()}.partial`;
  try {
    await disk.rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw asMachineError(error, path);
  }
  // What cannot be read may be another one.
  const isOther = await seeLock(aside).then(
    (moved) => moved !== undefined && !isIt(moved),
    () => true,
  );
  if (isOther) await disk.link(aside, path).catch(() => {});
  await disk.remove(aside);
}

function held(folder: string, content: string): ConfigError {
  return new ConfigError({
    code: 'folder-in-use',
    what: `the folder is in use by ${nameOf(parseHolder(content))}`,
    where: folder,
    advice: `Choose another ${setting('run.folder')} or wait; if that process is gone, delete ${join(folder, lockFileName)}.`,
  });
}

function lost(folder: string, holder: Holder | undefined): RunError {
  return new RunError({
    code: 'lock-lost',
    what: `the folder was taken over by ${nameOf(holder)}, since this one gave no sign of life`,
    where: folder,
    advice: 'Nothing is lost: what was saved is continued there.',
  });
}

function nameOf(holder: Holder | undefined): string {
  return holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
}
