/**
 * Whole files or none: a file is written beside its place and renamed, so that whoever reads it, also after a kill in the
 * middle, finds the old content or the new one and never half of it.
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MachineError } from '../../base/index.ts';

/** Writes content to path at once; makes the folders above it. Throws MachineError if the machine refuses. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  await replaceWhole(path, async (temporaryPath) => {
    const file = await open(temporaryPath, 'w');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
  });
}

/** Lets `write` fill a temporary file beside path, then renames it; if `write` fails, nothing stays behind. */
export async function replaceWhole(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  const temporaryPath = `${path}.${process.pid}.partial`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await write(temporaryPath);
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw asMachineError(error, path);
  }
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
