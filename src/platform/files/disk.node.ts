/**
 * Every operation by which graphsam changes files that must survive a kill: runs, results, predictions, locks. They go through here so that
 * a test can let the process die before or in the middle of any of them (watchDisk), and look at what it left.
 */
import { link, lstat, mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

export interface DiskOperation {
  readonly kind: 'make folder' | 'write' | 'append' | 'rename' | 'link' | 'remove' | 'remove folder';
  /** What is changed; of a rename or link: the new name. */
  readonly path: string;
  /** Writes the first half of the content only: what a kill in the middle leaves. Undefined for what happens at once. */
  readonly half?: () => Promise<void>;
}

type Watcher = (operation: DiskOperation) => Promise<void>;
let watcher: Watcher | undefined;

/** Calls `watch` before every operation until the returned function is called; what it throws, the operation throws and does nothing. */
export function watchDisk(watch: Watcher): () => void {
  watcher = watch;
  return () => {
    watcher = undefined;
  };
}

export interface WriteOptions {
  /** w: replaces a file; wx: fails if there is one, and leaves none if it fails; a: adds to its end. */
  readonly flag: 'w' | 'wx' | 'a';
  /** Return only when the content is on the disk. Default false. */
  readonly flush?: boolean;
}

export const disk = {
  async makeFolder(path: string): Promise<void> {
    await watcher?.({ kind: 'make folder', path });
    for (const folder of await missingFolders(path)) await makeOne(folder);
  },

  async write(path: string, content: string | Uint8Array, options: WriteOptions): Promise<void> {
    const half = (): Promise<void> => put(path, content.slice(0, content.length >> 1), options);
    await watcher?.({ kind: options.flag === 'a' ? 'append' : 'write', path, half });
    await put(path, content, options);
  },

  async rename(from: string, to: string): Promise<void> {
    await watcher?.({ kind: 'rename', path: to });
    await rename(from, to);
  },

  async link(existing: string, path: string): Promise<void> {
    await watcher?.({ kind: 'link', path });
    await link(existing, path);
  },

  /** A file that is not there counts as removed. */
  async remove(path: string): Promise<void> {
    await watcher?.({ kind: 'remove', path });
    await rm(path, { force: true });
  },

  /** Only an empty folder. */
  async removeFolder(path: string): Promise<void> {
    await watcher?.({ kind: 'remove folder', path });
    await rmdir(path);
  },
} as const;

/**
 * Of a path, the outermost first; at least its own. One by one, since Node's recursive mkdir tries for ever where a folder refuses new ones
 * as if it were missing itself (/proc, a working folder that was deleted), and says of a read-only file system that a folder is missing.
 */
async function missingFolders(path: string): Promise<string[]> {
  const folders = [resolve(path)];
  for (;;) {
    const outer = dirname(folders[0]!);
    if (outer === folders[0] || (await isThere(outer))) return folders;
    folders.unshift(outer);
  }
}

/** Also a link to nothing, or a circle of them: what is made inside says what is wrong with it. */
function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** One that others made meanwhile will do. */
async function makeOne(folder: string): Promise<void> {
  await mkdir(folder).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  });
}

async function put(path: string, content: string | Uint8Array, { flag, flush }: WriteOptions): Promise<void> {
  const file = await open(path, flag);
  try {
    await file.writeFile(content);
    if (flush) await file.sync();
  } catch (error) {
    // Half a file under a name that was free, on a full disk, would keep everyone else from that name.
    if (flag === 'wx') await rm(path, { force: true }).catch(() => {});
    throw error;
  } finally {
    await file.close();
  }
}
