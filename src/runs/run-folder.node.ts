/**
 * A run on disk (docs: README.md of this folder lists the files). Nothing is ever overwritten unless asked; every file but
 * metrics.jsonl is written under a temporary name and renamed, metrics.jsonl grows by whole lines.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, ConfigError, setting } from '../base/index.ts';
import {
  appendLine,
  asMachineError,
  disk,
  type FolderLock,
  hasStaleLock,
  isAbsence,
  lockFileName,
  lockFolder,
  writeWhole,
} from '../platform/index.node.ts';
import { parseEpochs } from './epoch-file.ts';
import type { EpochReport } from './events.ts';
import { foldsFileName } from './folds-file.ts';
import { keptWeightsFile, keptWeightsFolder } from './kept-weights.ts';
import { epochsOfPresentMetrics } from './metric-names-migration.ts';
import { parseProbes } from './probe-file.ts';
import type { ProbeRecord } from './probe-record.ts';
import { isNameOfRun, isPartial, removePartial, removeRuns } from './remove-runs.node.ts';
import { parseRunFile, type RunFile, runText } from './run-file.ts';
import { isFormerRun, migrateRunFile } from './run-file-migration.ts';
import { jsonLine, type RunDestination, type RunFileName, runFiles, type WholeRunFile } from './run-files.ts';
import { runProgress } from './run-progress.node.ts';
import type { StoredCheckpoint } from './run-store.ts';
import { foundRun, storedRun } from './stored-paths.node.ts';

export interface OpenRunFolderOptions {
  /** `new`: the folder must not exist, or be empty. `overwrite`: files of an earlier run in it are deleted. `resume`: it holds a run. */
  readonly mode: 'new' | 'overwrite' | 'resume';
  /**
   * Others may have worked in the folder since it was looked at: once it is locked, a finished run, or one that has come to a checkpoint
   * and was to be overwritten, is left alone. Default false.
   */
  readonly shared?: boolean | undefined;
}

export class RunFolder implements RunDestination {
  readonly path: string;
  readonly #lock: FolderLock;

  constructor(path: string, lock: FolderLock) {
    this.path = path;
    this.#lock = lock;
  }

  /** Writes one file of the run whole. */
  async write(file: WholeRunFile, content: string | Uint8Array): Promise<void> {
    await writeWhole(this.#path(file), content, this.#lock.check);
  }

  /** A file of the run as text; undefined if it is not there. */
  async read(file: WholeRunFile): Promise<string | undefined> {
    return readTextIfThere(this.#path(file));
  }

  async writeRun(run: RunFile): Promise<void> {
    await this.write('run', runText(await storedRun(run, this.path)));
  }

  async readRun(): Promise<RunFile> {
    return readRun(this.path);
  }

  async loadCheckpoint(): Promise<StoredCheckpoint | undefined> {
    const where = this.#path('checkpoint');
    const bytes = await readIfThere(where);
    return bytes && { bytes, where };
  }

  async saveCheckpoint(checkpoint: Uint8Array): Promise<void> {
    await writeWhole(this.#path('checkpoint'), checkpoint, this.#lock.check);
  }

  async appendEpoch(report: EpochReport): Promise<void> {
    await this.#lock.check();
    await appendLine(this.#path('metrics'), jsonLine(report));
  }

  async appendProbe(record: ProbeRecord): Promise<void> {
    await this.#lock.check();
    await appendLine(this.#path('probe'), jsonLine(record));
  }

  async readProbes(): Promise<ProbeRecord[]> {
    return readProbes(this.path);
  }

  /** Only a run that was probed has the file. */
  async keepProbes(steps: number): Promise<void> {
    const text = await readTextIfThere(this.#path('probe'));
    if (text === undefined) return;
    const kept = (await this.readProbes()).filter(({ step }) => step <= steps).map(jsonLine);
    // Also if all are kept: a line that a kill cut off must not be continued.
    if (kept.join('') !== text) await writeWhole(this.#path('probe'), kept.join(''), this.#lock.check);
  }

  async keepWeights(epoch: number, file: Uint8Array): Promise<void> {
    await writeWhole(join(this.path, keptWeightsFolder, keptWeightsFile(epoch)), file, this.#lock.check);
  }

  async readEpochs(): Promise<EpochReport[]> {
    return readEpochs(this.path);
  }

  async replaceEpochs(reports: readonly EpochReport[]): Promise<void> {
    await writeWhole(this.#path('metrics'), reports.map(jsonLine).join(''), this.#lock.check);
  }

  /** metrics.jsonl, if there is one, as a function of its text has it. */
  async replaceEpochText(change: (text: string) => string): Promise<void> {
    const text = await readTextIfThere(this.#path('metrics'));
    if (text !== undefined) await writeWhole(this.#path('metrics'), change(text), this.#lock.check);
  }

  /** Lets others use the folder. */
  async close(): Promise<void> {
    await this.#lock.release();
  }

  #path(file: RunFileName): string {
    return join(this.path, runFiles[file]);
  }
}

/**
 * Opens a folder for one run and locks it until `close`. Whatever is written meanwhile throws RunError if the lock was lost.
 * Throws ConfigError if there is something in the way or another process uses the folder, CheckpointError if there is no run to
 * resume, MachineError if the folder cannot be written.
 */
export async function openRunFolder(path: string, options: OpenRunFolderOptions): Promise<RunFolder> {
  if (options.mode === 'resume') await requireRun(path);
  const folder = new RunFolder(path, await lockForRun(path, options));
  if (options.mode === 'resume') await bringUpToDate(folder);
  return folder;
}

/** Makes and locks a folder that a run, or the folds of one, is to be written into. Throws as openRunFolder does. */
export async function lockForRun(path: string, { mode, shared }: OpenRunFolderOptions): Promise<FolderLock> {
  if (mode === 'new') await requireEmptyFolder(path);
  const unfinished = mode === 'new' && (await hasStaleLock(path));
  await disk.makeFolder(path).catch((error) => {
    throw asMachineError(error, path);
  });
  const lock = await lockFolder(path);
  try {
    // Between the first look and the lock another run may have come and gone.
    if (mode === 'new' && !unfinished) await requireEmptyFolder(path);
    if (shared) await requireUnchanged(path, mode);
    await removePartial(path);
    if (mode === 'overwrite' || unfinished) await removeRuns(path);
  } catch (error) {
    await lock.release();
    throw error;
  }
  return lock;
}

/** run.json of a folder, with the paths of its configuration as they are now. Throws CheckpointError if it is missing, damaged or of an unknown format. */
export async function readRun(folder: string): Promise<RunFile> {
  const where = join(folder, runFiles.run);
  const text = await readIfThere(where);
  if (!text) throw noRun(folder);
  return foundRun(parseRunFile(new TextDecoder().decode(text), where), folder);
}

/** metrics.jsonl of a folder, metrics under the names of today; a last line that a kill cut off is left out. */
export async function readEpochs(folder: string): Promise<EpochReport[]> {
  const where = join(folder, runFiles.metrics);
  const text = (await readTextIfThere(where)) ?? '';
  const run = (await readTextIfThere(join(folder, runFiles.run))) ?? '';
  return parseEpochs(isFormerRun(run) ? epochsOfPresentMetrics(text) : text, where);
}

/** A run of graphsam 0.1.0 that is continued: what it has written is brought into the present formats, so that no file holds both. */
async function bringUpToDate(folder: RunFolder): Promise<void> {
  const run = (await folder.read('run')) ?? '';
  if (!isFormerRun(run)) return;
  await folder.replaceEpochText(epochsOfPresentMetrics);
  const where = join(folder.path, runFiles.run);
  await folder.write('run', runText(migrateRunFile(JSON.parse(run), where) as object));
}

/** probe.jsonl of a folder likewise; empty if the run was not probed. */
export async function readProbes(folder: string): Promise<ProbeRecord[]> {
  const where = join(folder, runFiles.probe);
  return parseProbes(new TextDecoder().decode(await readIfThere(where)), where);
}

/** Throws ConfigError if another process has brought the run further than the opener knows. */
async function requireUnchanged(path: string, mode: OpenRunFolderOptions['mode']): Promise<void> {
  const progress = await runProgress(path);
  if (progress === 'finished' || (progress === 'begun' && mode !== 'resume')) {
    throw new ConfigError({
      code: 'run-went-on',
      what: progress === 'finished' ? 'another process has finished the run' : 'another process has begun the run',
      where: path,
      advice: 'Look at the folder again.',
    });
  }
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
  const isRun = names.includes(runFiles.run) || names.includes(foldsFileName);
  // Without run.json under the lock of a process that is gone: what it had begun to write, or had not yet deleted.
  const isLeftover = !isRun && (await hasStaleLock(path));
  if (names.length === 0 || (isLeftover && names.every(isNameOfRun))) return;
  throw new ConfigError({
    code: 'output-exists',
    path: ['run', 'folder'],
    what: isRun ? 'the folder holds a run' : `the folder is not empty (${names.slice(0, 3).join(', ')})`,
    where: path,
    advice: `Choose another ${setting('run.folder')}, ${isRun ? `continue with ${setting('run.resume')}, ` : ''}or replace the files of a run with ${setting('run.overwrite')}.`,
  });
}

async function readTextIfThere(path: string): Promise<string | undefined> {
  const bytes = await readIfThere(path);
  return bytes && new TextDecoder().decode(bytes);
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const refusal = error as NodeJS.ErrnoException;
    if (isAbsence(refusal)) return undefined;
    throw new CheckpointError({
      code: 'cannot-read',
      what: `cannot read it (${refusal.code})`,
      where: path,
      advice: 'Check its permissions.',
      cause: error,
    });
  }
}
