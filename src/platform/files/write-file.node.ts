/**
 * Whole files or none: a file is written beside its place and renamed, so that whoever reads it, also after a kill in the
 * middle, finds the old content or the new one and never half of it.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { MachineError } from '../../base/index.ts';
import { disk } from './disk.node.ts';
import { machineTag } from './lock-holder.node.ts';
import { isAlive } from './process-alive.node.ts';

/**
 * Writes content to path at once; makes the folders above it. before: called when all is ready to be put in its place; what it throws is
 * thrown, and nothing changes. Throws MachineError if the machine refuses.
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array,
  before?: () => Promise<void>,
): Promise<void> {
  await replaceWhole(path, async (temporaryPath) => {
    await disk.write(temporaryPath, content, { flag: 'w', flush: true });
    await before?.();
  });
}

/**
 * Lets `write` fill a temporary file beside path, then renames it; if `write` fails, nothing stays behind. What a killed process of this
 * machine left of the same file is removed.
 */
export async function replaceWhole(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  // Processes of two machines may have the same number.
  const temporaryPath = `${path}.${process.pid}-${machineTag()}.partial`;
  try {
    await disk.makeFolder(dirname(path));
    await removeLeftovers(path);
    await write(temporaryPath);
    await disk.rename(temporaryPath, path);
  } catch (error) {
    // The first error counts.
    await disk.remove(temporaryPath).catch(() => {});
    throw asMachineError(error, path);
  }
}

/** Partial files of this path whose process is gone. */
async function removeLeftovers(path: string): Promise<void> {
  const [folder, name] = [dirname(path), basename(path)];
  for (const found of await readdir(folder).catch(() => [])) {
    if (!found.startsWith(`${name}.`) || !found.endsWith('.partial')) continue;
    const [, pid, tag] = /^(\d+)(?:-([0-9a-f]+))?$/.exec(found.slice(name.length + 1, -'.partial'.length)) ?? [];
    if (pid === undefined || Number(pid) === process.pid || isAlive(Number(pid))) continue;
    if (tag !== undefined && tag !== machineTag()) continue;
    await disk.remove(join(folder, found)).catch(() => {});
  }
}

/** Adds a line to a file and returns when it is on the disk. Throws MachineError if the machine refuses. */
export async function appendLine(path: string, line: string): Promise<void> {
  await disk.write(path, line, { flag: 'a', flush: true }).catch((error) => {
    throw asMachineError(error, path);
  });
}

/** The MachineError for a refusal of the file system to write at path; any other error as it is. */
export function asMachineError(error: unknown, path: string): unknown {
  const reasons: Record<string, string> = {
    EACCES: 'no permission to write there',
    EPERM: 'no permission to write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    EFBIG: 'the file would be larger than this system allows',
    EIO: 'the disk failed',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'a part of the path is a file, not a folder',
    EISDIR: 'a folder of that name exists',
  };
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''];
  if (!reason) return error;
  return new MachineError({
    code: 'cannot-write',
    what: `cannot write: ${reason}`,
    where: path,
    advice: 'Choose another place.',
    cause: error,
  });
}
