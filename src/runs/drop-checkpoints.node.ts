/** Runs that are finished without their checkpoint: it is most of a run folder, and only resuming, analyses and --init-from read it. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../base/index.ts';
import { disk } from '../platform/index.node.ts';
import { memberFolders } from './ensemble-folder.node.ts';
import { readFoldsFile } from './folds-folder.node.ts';
import { runFiles } from './run-files.ts';
import { openRunFolder, readRun } from './run-folder.node.ts';

export interface DroppedCheckpoint {
  readonly folder: string;
  /** 0: it was dropped before. */
  readonly bytes: number;
}

/**
 * Deletes the checkpoints of finished trainings, and of all their folds. Throws CheckpointError, before anything is deleted, if one of them is
 * not finished, a pre-training or no run; ConfigError if a process works in one.
 */
export async function dropCheckpoints(folders: readonly string[]): Promise<DroppedCheckpoint[]> {
  const runs = (await Promise.all(folders.map(runsOf))).flat();
  for (const run of runs) await requireFinished(run);
  const dropped: DroppedCheckpoint[] = [];
  for (const run of runs) dropped.push({ folder: run, bytes: await dropCheckpoint(run) });
  return dropped;
}

/** The folders of the folds where a run has several, else the folder itself. */
export function foldFolders(folder: string): string[] {
  const folds: string[] = [];
  for (let fold = 0; existsSync(join(folder, `fold_${fold}`, runFiles.run)); fold++)
    folds.push(join(folder, `fold_${fold}`));
  return folds.length > 0 ? folds : [folder];
}

async function runsOf(folder: string): Promise<string[]> {
  const file = await readFoldsFile(folder);
  const members = memberFolders(folder);
  if (members.length > 0) return members;
  return file ? Array.from({ length: file.folds }, (_, fold) => join(folder, `fold_${fold}`)) : foldFolders(folder);
}

async function requireFinished(folder: string): Promise<void> {
  const { kind, status } = await readRun(folder);
  if (kind !== 'pretraining' && status === 'finished') return;
  const isPretraining = kind === 'pretraining';
  throw new CheckpointError({
    code: isPretraining ? 'other-kind-of-run' : 'not-finished',
    what: isPretraining
      ? 'the run in this folder is a pre-training, whose checkpoint is what trainings start from'
      : 'the run in this folder is not finished: without its checkpoint it could not be resumed',
    where: folder,
    advice: 'Nothing was deleted. Leave this folder out.',
  });
}

async function dropCheckpoint(folder: string): Promise<number> {
  const path = join(folder, runFiles.checkpoint);
  const found = await stat(path).catch(() => undefined);
  if (!found) return 0;
  const open = await openRunFolder(folder, { mode: 'resume' });
  try {
    await disk.remove(path);
  } finally {
    await open.close();
  }
  return found.size;
}
