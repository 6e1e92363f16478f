/**
 * The lock that Optuna takes before it writes a journal: a symbolic link (JournalFileSymlinkLock, its default) or a file
 * (JournalFileOpenLock) beside it. Who can make it may write; one that does not move for half a minute was left by a kill.
 */
import { randomUUID } from 'node:crypto';
import { lstat, open, rename, rm, stat, symlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** As in Optuna. */
const graceMs = 30_000;
const longestPauseMs = 250;

/** Runs `work` while no other process writes to the journal. */
export async function withOptunaLock<T>(journal: string, work: () => Promise<T>, grace = graceMs): Promise<T> {
  const lock = `${journal}.lock`;
  let seen: { readonly mark: string; readonly sinceMs: number } | undefined;
  for (let pauseMs = 1; !(await take(lock, journal)); pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const mark = await markOf(lock);
    if (mark !== seen?.mark) seen = { mark, sinceMs: performance.now() };
    if (mark !== '' && performance.now() - seen.sinceMs > grace) await letGo(lock);
    await setTimeout(pauseMs);
  }
  try {
    return await work();
  } finally {
    await letGo(lock);
  }
}

/** The link is absolute: Optuna looks through it at the journal to see whether the holder writes. */
async function take(lock: string, journal: string): Promise<boolean> {
  try {
    await symlink(resolve(journal), lock);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Windows allows links to few: the other of Optuna's two locks is kept out by the same name.
    if (code !== 'EPERM') throw error;
  }
  try {
    await (await open(lock, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Changes with each new lock, and while its holder writes. Empty: it is gone. */
async function markOf(lock: string): Promise<string> {
  const [own, target] = await Promise.all([lstat(lock).catch(() => undefined), stat(lock).catch(() => undefined)]);
  return own ? `${own.ino} ${own.mtimeMs} ${target?.mtimeMs}` : '';
}

/** Renamed first, so that of two who let go of a lock only one removes it. */
async function letGo(lock: string): Promise<void> {
  const aside = `${lock}${randomUUID()}.rename`;
  try {
    await rename(lock, aside);
    await rm(aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
