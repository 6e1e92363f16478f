/** The folder that holds the folds of a training. */
import { join, resolve } from 'node:path';
import { type FolderLock, readTextIfThere, writeWhole } from '../platform/index.node.ts';
import { type FoldsFile, foldsFileName, parseFoldsFile } from './folds-file.ts';
import { runText } from './run-file.ts';
import { lockForRun, type OpenRunFolderOptions } from './run-folder.node.ts';
import { foundConfig, storedConfig } from './stored-paths.node.ts';

/** Locks the folder until the lock is released, and leaves folds.json in it. Throws as openRunFolder does. */
export async function openFoldsFolder(
  path: string,
  content: FoldsFile,
  options: OpenRunFolderOptions,
): Promise<FolderLock> {
  const lock = await lockForRun(path, options);
  try {
    if ((await readFoldsFile(path)) === undefined) {
      const config = { ...(await storedConfig(content.config, path)) };
      await writeWhole(join(path, foldsFileName), runText({ ...content, writtenIn: resolve(path), config }));
    }
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** undefined if the folder has none: it holds one run, or folds of graphsam 0.1.0. Throws CheckpointError if it is damaged, MachineError if it cannot be read. */
export async function readFoldsFile(path: string): Promise<FoldsFile | undefined> {
  const where = join(path, foldsFileName);
  const text = await readTextIfThere(where);
  if (text === undefined) return undefined;
  const content = parseFoldsFile(text, where);
  return { ...content, config: { ...(await foundConfig(content.config, path, content.writtenIn)) } };
}
