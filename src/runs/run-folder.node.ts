/**
 * A run on disk (docs: README.md of this folder lists the files). Nothing is ever overwritten unless asked; every file but
 * metrics.jsonl is written beside its place and renamed, metrics.jsonl grows by whole lines.
 */
import { appendFile, mkdir, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, ConfigError, setting } from '../base/index.ts';
import { asMachineError, type FolderLock, lockFileName, lockFolder, writeWhole } from '../platform/index.node.ts';
import type { EpochReport } from './events.ts';
import { epochOfKeptWeights, keptWeightsFile, keptWeightsFolder } from './kept-weights.ts';
import { parseProbes } from './probe-file.ts';
import type { ProbeRecord } from './probe-record.ts';
import {
  jsonLine,
  parseEpochs,
  type RunFile,
  type RunPlace,
  runFiles,
  runText,
  type WholeRunFile,
} from './run-files.ts';
import type { StoredCheckpoint } from './run-store.ts';

export interface OpenRunFolderOptions {
  /** `new`: the folder must not exist, or be empty. `overwrite`: files of an earlier run in it are deleted. `resume`: it holds a run. */
  readonly mode: 'new' | 'overwrite' | 'resume';
}

export class RunFolder implements RunPlace {
  readonly path: string;
  readonly #lock: FolderLock;

  constructor(path: string, lock: FolderLock) {
    this.path = path;
    this.#lock = lock;
  }

  /** Writes one file of the run whole. */
  async write(file: WholeRunFile, content: string | Uint8Array): Promise<void> {
    await writeWhole(this.#path(file), content);
  }

  async writeRun(run: object): Promise<void> {
    await this.write('run', runText(run));
  }

  async readRun(): Promise<unknown> {
    return readRun(this.path);
  }

  async loadCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const where = this.#path('checkpoint');
    const bytes = await readIfThere(where);
    return bytes && { bytes, where };
  }

  async saveCheckpoint(checkpoint: Uint8Array): Promise<void> {
    await writeWhole(this.#path('checkpoint'), checkpoint);
  }

  async appendEpoch(report: EpochReport): Promise<void> {
    await appendLine(this.#path('metrics'), report);
  }

  async appendProbe(record: ProbeRecord): Promise<void> {
    await appendLine(this.#path('probe'), record);
  }

  async readProbes(): Promise<ProbeRecord[]> {
    return readProbes(this.path);
  }

  /** Only a run that was probed has the file. */
  async keepProbes(steps: number): Promise<void> {
    const probes = await this.readProbes();
    const kept = probes.filter(({ step }) => step <= steps);
    if (kept.length < probes.length) await writeWhole(this.#path('probe'), kept.map(jsonLine).join(''));
  }

  async keepWeights(epoch: number, file: Uint8Array): Promise<void> {
    await writeWhole(join(this.path, keptWeightsFolder, keptWeightsFile(epoch)), file);
  }

  async readEpochs(): Promise<EpochReport[]> {
    return readEpochs(this.path);
  }

  async keepEpochs(epochs: number): Promise<void> {
    const kept = (await this.readEpochs()).filter((report) => report.epoch <= epochs);
    await writeWhole(this.#path('metrics'), kept.map(jsonLine).join(''));
  }

  /** Lets others use the folder. */
  async close(): Promise<void> {
    await this.#lock.release();
  }

  #path(file: RunFile): string {
    return join(this.path, runFiles[file]);
  }
}

/**
 * Opens a folder for one run and locks it until `close`.
 * Throws ConfigError if there is something in the way or another process uses the folder, CheckpointError if there is no run to
 * resume, MachineError if the folder cannot be written.
 */
export async function openRunFolder(path: string, { mode }: OpenRunFolderOptions): Promise<RunFolder> {
  if (mode === 'resume') await requireRun(path);
  if (mode === 'new') await requireEmptyFolder(path);
  await mkdir(path, { recursive: true }).catch((error) => {
    throw asMachineError(error, path);
  });
  const lock = await lockFolder(path);
  try {
    // Between the first look and the lock another run may have come and gone.
    if (mode === 'new') await requireEmptyFolder(path);
    await removePartial(path);
    if (mode === 'overwrite') await removeRun(path);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return new RunFolder(path, lock);
}

/** run.json of a folder. Throws CheckpointError if it is missing or damaged. */
export async function readRun(folder: string): Promise<unknown> {
  const where = join(folder, runFiles.run);
  const text = await readIfThere(where);
  if (!text) throw noRun(folder);
  try {
    return JSON.parse(new TextDecoder().decode(text));
  } catch (cause) {
    throw new CheckpointError({
      code: 'run-damaged',
      what: 'it is not JSON',
      where,
      advice: 'Restore it or train anew.',
      cause,
    });
  }
}

/** metrics.jsonl of a folder; a last line that a kill cut off is left out. */
export async function readEpochs(folder: string): Promise<EpochReport[]> {
  const where = join(folder, runFiles.metrics);
  return parseEpochs(new TextDecoder().decode(await readIfThere(where)), where);
}

/** probe.jsonl of a folder likewise; empty if the run was not probed. */
export async function readProbes(folder: string): Promise<ProbeRecord[]> {
  const where = join(folder, runFiles.probe);
  return parseProbes(new TextDecoder().decode(await readIfThere(where)), where);
}

async function appendLine(path: string, record: EpochReport | ProbeRecord): Promise<void> {
  await appendFile(path, jsonLine(record)).catch((error) => {
    throw asMachineError(error, path);
  });
}

async function requireRun(path: string): Promise<void> {
  const found = await stat(join(path, runFiles.run)).catch(() => undefined);
  if (!found?.isFile()) throw noRun(path);
}

function noRun(path: string): CheckpointError {
  return new CheckpointError({
    code: 'not-a-run',
    what: `this is not the folder of a run (it has no ${runFiles.run})`,
    where: path,
    advice: `Name the ${setting('run.folder')} of the run.`,
  });
}

/** Throws ConfigError if something lies at path already: a file, a run, or anything else. */
export async function requireEmptyFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) {
    throw new ConfigError({
      code: 'output-unusable',
      path: ['run', 'folder'],
      what: 'a file of that name exists',
      where: path,
      advice: `Choose another ${setting('run.folder')}.`,
    });
  }
  const names = (await readdir(path)).filter((name) => name !== lockFileName && !isPartial(name));
  if (names.length === 0) return;
  const isRun = names.includes(runFiles.run);
  throw new ConfigError({
    code: 'output-exists',
    path: ['run', 'folder'],
    what: isRun ? 'the folder holds a run' : `the folder is not empty (${names.slice(0, 3).join(', ')})`,
    where: path,
    advice: `Choose another ${setting('run.folder')}, ${isRun ? `continue with ${setting('run.resume')}, ` : ''}or replace the files of a run with ${setting('run.overwrite')}.`,
  });
}

/** Deletes the files of a run and nothing else: what the user put beside them stays. */
async function removeRun(path: string): Promise<void> {
  for (const name of Object.values(runFiles)) {
    const file = join(path, name);
    await rm(file, { force: true }).catch((error) => {
      throw asMachineError(error, file);
    });
  }
  const kept = join(path, keptWeightsFolder);
  const names = await readdir(kept).catch(() => []);
  for (const name of names) if (epochOfKeptWeights(name) !== undefined) await rm(join(kept, name), { force: true });
  // Stays if the user put something into it.
  await rmdir(kept).catch(() => {});
}

/** What killed processes left half-written; nobody else writes here, since the folder is locked. */
async function removePartial(path: string): Promise<void> {
  for (const folder of [path, join(path, keptWeightsFolder)]) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter(isPartial)) await rm(join(folder, name), { force: true });
  }
}

/** Whether it is the name that writeWhole gives a file of a run while it is being written. */
function isPartial(name: string): boolean {
  const [, whole] = /^(.+)\.\d+\.partial$/.exec(name) ?? [];
  return Object.values<string>(runFiles).includes(whole ?? '') || epochOfKeptWeights(whole ?? '') !== undefined;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new CheckpointError({
      code: 'cannot-read',
      what: `cannot read it (${code})`,
      where: path,
      advice: 'Check its permissions.',
      cause: error,
    });
  }
}
