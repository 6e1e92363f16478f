/**
 * One writer a folder: a lock file that names the process that holds it. The lock of a process that is gone (killed, machine
 * restarted) is taken over; a process is recognized by its number and, where the system tells, by when it started, since
 * numbers are used again.
 */
import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ConfigError, setting } from '../../base/index.ts';
import { disk } from './disk.node.ts';
import { isAlive } from './process-alive.node.ts';
import { asMachineError } from './write-file.node.ts';

export const lockFileName = 'run.lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** From /proc; undefined where the system has none. */
  readonly processStart?: string | undefined;
  /** Tells this lock from any other. */
  readonly id: string;
}

export interface FolderLock {
  release(): Promise<void>;
}

/** A lock without readable content is being written at this moment, or was left by a kill in that moment. */
const unreadableForMs = 10_000;

/** Locks an existing folder. Throws ConfigError if another live process, or this one, holds it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, lockFileName);
  const processStart = await startOf(process.pid);
  const mine: Holder = { pid: process.pid, host: hostname(), processStart, id: randomUUID() };
  while (!(await create(path, JSON.stringify(mine)))) {
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found === undefined) continue;
    if (await isHeld(found, path)) throw held(folder, found);
    await removeStale(path, found);
  }
  return {
    release: async () => {
      const present = await readFile(path, 'utf8').catch(() => '');
      if (parse(present)?.id === mine.id) await disk.remove(path);
    },
  };
}

/** Whether a process that was killed left its lock in this folder: what lies there may be unfinished. */
export async function hasStaleLock(folder: string): Promise<boolean> {
  const path = join(folder, lockFileName);
  const found = await readFile(path, 'utf8').catch(() => undefined);
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

async function isHeld(content: string, path: string): Promise<boolean> {
  const holder = parse(content);
  if (!holder) {
    const written = await stat(path).catch(() => undefined);
    return written !== undefined && Date.now() - written.mtimeMs < unreadableForMs;
  }
  // Nothing can be known of a process on another machine that shares the folder.
  if (holder.host !== hostname()) return true;
  if (!isAlive(holder.pid)) return false;
  const start = await startOf(holder.pid);
  return start === undefined || holder.processStart === undefined || start === holder.processStart;
}

/** Two processes may find the same stale lock: it is moved away first, and put back if it turns out to be a fresh one. */
async function removeStale(path: string, stale: string): Promise<void> {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await disk.rename(path, aside);
  } catch {
    return;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== stale) await disk.link(aside, path).catch(() => {});
  await disk.remove(aside);
}

function parse(content: string): Holder | undefined {
  try {
    const holder = JSON.parse(content) as Holder;
    return Number.isInteger(holder?.pid) ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Boot of the machine and start of the process after it, in the kernel's ticks. */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const [boot, status] = await Promise.all([
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The second field, the command in parentheses, may hold blanks; the start is field 22.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()} ${fields[19]}`;
  } catch {
    return undefined;
  }
}

function held(folder: string, content: string): ConfigError {
  const holder = parse(content);
  const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
  return new ConfigError({
    code: 'folder-in-use',
    what: `the folder is in use by ${who}`,
    where: folder,
    advice: `Choose another ${setting('run.folder')} or wait; if that process is gone, delete ${join(folder, lockFileName)}.`,
  });
}
