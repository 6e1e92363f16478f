/** Runs that were packed as zip, by a page or by hand, as folders for as long as a command needs them. */
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { temporaryFolder } from '../platform/index.node.ts';

/**
 * Calls with the same paths, but for those of zips: they are folders with the files of the run, in the system's folder for temporary files. Their
 * names are those of the zips. Throws CheckpointError for a zip that holds no run, or several.
 */
export async function withRunFolders<Result>(
  paths: readonly string[],
  use: (folders: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const temporary: string[] = [];
  try {
    const folders: string[] = [];
    for (const path of paths) folders.push((await isZip(path)) ? await unpacked(path, temporary) : path);
    return await use(folders);
  } finally {
    await Promise.all(temporary.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

async function unpacked(path: string, temporary: string[]): Promise<string> {
  const { unzipRun } = await import('./unzip-run.ts');
  const files = unzipRun(new Uint8Array(await readFile(path)), path);
  const parent = await temporaryFolder('run');
  temporary.push(parent);
  const folder = join(parent, parse(path).name);
  await mkdir(folder);
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  return folder;
}

/** By its first bytes; a file that is called a model is none. What cannot be opened is left to the reader. */
async function isZip(path: string): Promise<boolean> {
  if (/\.onnx$/i.test(path)) return false;
  const file = await open(path).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0).catch(() => ({
      buffer: Buffer.alloc(2),
      bytesRead: 0,
    }));
    return bytesRead === 2 && buffer.toString('latin1') === 'PK';
  } finally {
    await file.close();
  }
}
