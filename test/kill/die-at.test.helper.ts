/**
 * A process that dies at a chosen operation on files, played in this one: the operation and all that follow do nothing and throw, as
 * nothing follows after a kill. What is on the disk then is what a killed process would have left.
 */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type DiskOperation, lockFileName, watchDisk } from '../../src/platform/index.node.ts';

/** Where to die: before the operation of this number (from 0), or when half of its content is written. */
export interface Death {
  readonly operation: number;
  readonly half: boolean;
}

class Killed extends Error {}

/** Runs `work` until its death. Returns whether it died: otherwise it had fewer operations. Throws what `work` throws while it lives. */
export async function dieAt({ operation: last, half }: Death, work: () => Promise<unknown>): Promise<boolean> {
  let count = 0;
  let dead = false;
  const stop = watchDisk(async (operation) => {
    if (dead || count++ === last) {
      if (!dead && half) await operation.half?.();
      dead = true;
      throw new Killed(`killed before ${operation.kind} ${operation.path}`);
    }
  });
  try {
    await work();
  } catch (error) {
    if (!dead) throw error;
  } finally {
    stop();
  }
  return dead;
}

/** The operations of `work`, which lives. */
export async function operationsOf(work: () => Promise<unknown>): Promise<DiskOperation[]> {
  const operations: DiskOperation[] = [];
  const stop = watchDisk(async (operation) => {
    operations.push(operation);
  });
  try {
    await work();
  } finally {
    stop();
  }
  return operations;
}

/** No process has this number. */
const deadPid = 0x7fff_fffe;

/** Gives the locks and the half-written files that `folder` still holds to a process that does not exist: theirs died, this one lives on. */
export async function bury(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true }).catch((): string[] => []);
  for (const name of names.filter((each) => each.endsWith('.partial'))) {
    await rename(join(folder, name), join(folder, name.replace(`.${process.pid}-`, `.${deadPid}-`)));
  }
  for (const name of names.filter((each) => each.endsWith(lockFileName))) {
    const path = join(folder, name);
    const holder = await readFile(path, 'utf8')
      .then(JSON.parse)
      .catch(() => undefined);
    // A lock that was cut off counts as being written for some seconds: as if they had passed.
    await writeFile(path, JSON.stringify({ ...holder, pid: deadPid, processStart: 'none', host: hostname() }));
  }
}
