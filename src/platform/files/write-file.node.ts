/**
 * Whole files or none: a file is written under a temporary name and renamed, so that every reader, also after a kill in the
 * middle, finds the old content or the new one and never half of it.
 */
import { randomBytes } from 'node:crypto';
import { access, constants, lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { checksum, MachineError, systemRefusal } from '../../base/index.ts';
import { disk } from './disk.node.ts';
import { machineTag } from './lock-holder.node.ts';
import { isAlive } from './process-alive.node.ts';

/**
 * Writes content to path at once; makes the folders above it. before: called when the file is ready to be renamed; what it throws is
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
 * Lets `write` fill a temporary file beside path, then renames it; if `write` fails, nothing stays behind. Where path is a link, the file
 * that it leads to is written. What a killed process of this machine left of the same file is removed.
 */
export async function replaceWhole(path: string, write: (temporaryPath: string) => Promise<void>): Promise<void> {
  // Processes of two machines may have the same number, and one process may write the file twice at a time.
  const writer = `${process.pid}-${machineTag()}-${randomBytes(4).toString('hex')}`;
  if (namesFolder(path)) throw folderNamed(path);
  let temporaryPath: string | undefined;
  try {
    const target = await behindLinks(path);
    temporaryPath = join(dirname(target), `${temporaryStem(target)}.${writer}.partial`);
    await disk.makeFolder(dirname(target));
    await removeLeftovers(target);
    await write(temporaryPath);
    await disk.rename(temporaryPath, target);
  } catch (error) {
    // The first error counts.
    if (temporaryPath !== undefined) await disk.remove(temporaryPath).catch(() => {});
    throw asMachineError(error, path);
  }
}

/** Whether no file can have this path: `results/`, or nothing at all. */
export function namesFolder(path: string): boolean {
  return path === '' || path.endsWith('/') || path.endsWith(sep);
}

/** Before anything is written, since the system says so only when a whole file is renamed, and in other words. */
function folderNamed(path: string): MachineError {
  return new MachineError({
    code: 'cannot-write',
    what: 'cannot write: a folder is named where a file is to be written',
    where: path,
    advice: 'Name a file in it.',
  });
}

/**
 * What a link leads to, which may not be there yet: a file renamed to the link itself would take its place. Throws the system's error for a path
 * that no file can have, a name that is too long for instance, before there is anything to rename.
 */
async function behindLinks(path: string): Promise<string> {
  const absent = (error: NodeJS.ErrnoException): undefined => {
    if (error.code !== 'ENOENT') throw error;
  };
  const status = await lstat(path).catch(absent);
  if (!status?.isSymbolicLink()) return path;
  return (await realpath(path).catch(absent)) ?? behindLinks(resolve(dirname(path), await readlink(path)));
}

/** The name that a temporary file gets once it is whole, as lock files have too; any other name as it is. */
export function wholeName(name: string): string {
  return name.replace(/\.[\da-f-]+\.partial$/, '');
}

/** Most file systems allow names of 255 bytes; behind the stem there are up to forty. */
const longestStem = 200;

/** What names of temporary files begin with: the file's own name, or where that leaves no room its beginning and a checksum. */
function temporaryStem(path: string): string {
  const name = basename(path);
  const bytes = new TextEncoder().encode(name);
  if (bytes.length <= longestStem) return name;
  const beginning = new TextDecoder().decode(bytes.subarray(0, longestStem - 12)).replace(/\ufffd+$/, '');
  return `${beginning}-${checksum(bytes)}`;
}

/** Partial files of this path whose process is gone. */
async function removeLeftovers(path: string): Promise<void> {
  const [folder, name] = [dirname(path), temporaryStem(path)];
  for (const found of await readdir(folder).catch(() => [])) {
    if (!found.startsWith(`${name}.`) || !found.endsWith('.partial')) continue;
    const [, pid, tag] =
      /^(\d+)(?:-([0-9a-f]+)(?:-[0-9a-f]+)?)?$/.exec(found.slice(name.length + 1, -'.partial'.length)) ?? [];
    if (pid === undefined || Number(pid) === process.pid || isAlive(Number(pid))) continue;
    if (tag !== undefined && tag !== machineTag()) continue;
    await disk.remove(join(folder, found)).catch(() => {});
  }
}

/**
 * Throws MachineError if nothing can be written into the folder or, where it is not there yet, into the nearest one above it: who has to wait
 * for what is to be written should hear it before.
 */
export async function requireWritable(folder: string): Promise<void> {
  for (let path = resolve(folder); ; path = dirname(path)) {
    const refusal = await access(path, constants.W_OK).then(
      () => undefined,
      (error: NodeJS.ErrnoException) => error,
    );
    if (!refusal) return;
    if (refusal.code !== 'ENOENT' || path === dirname(path)) throw asMachineError(refusal, folder);
  }
}

/** Adds a line to a file and returns when it is on the disk. Throws MachineError if the machine refuses. */
export async function appendLine(path: string, line: string): Promise<void> {
  await disk.write(path, line, { flag: 'a', flush: true }).catch((error) => {
    throw asMachineError(error, path);
  });
}

/** Words that say more where something is written. */
const reasonsToWrite: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EEXIST: 'a part of the path is a file, not a folder',
  EISDIR: 'a folder of that name exists',
};

/** The MachineError for a refusal of the file system to write at path; any other error, and that there is no such file, as it is. */
export function asMachineError(error: unknown, path: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  const refusal = code === 'ENOENT' ? undefined : systemRefusal(error);
  if (!refusal) return error;
  return new MachineError({
    code: 'cannot-write',
    what: `cannot write: ${reasonsToWrite[code] ?? refusal.reason}`,
    where: path,
    advice: refusal.advice ?? 'Choose another path.',
    cause: error,
  });
}
