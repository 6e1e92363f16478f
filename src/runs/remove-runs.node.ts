/**
 * Deleting what runs have left in a folder, and nothing else: what the user put beside their files stays. A kill in the middle leaves the old
 * run, as long as its run.json (or the first fold's) is there, or no run at all, and a lock by which the rest is known as leftovers.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asMachineError, disk, lockFileName, wholeName } from '../platform/index.node.ts';
import { isEventFile } from './event-file.ts';
import { foldsFileName } from './folds-file.ts';
import { epochOfKeptWeights, keptWeightsFolder } from './kept-weights.ts';
import { runFiles } from './run-files.ts';

/** run.json first: without it the rest is no run. The last is the name that graphsam 0.1.0 gave initialization.json. */
const ownFiles: readonly string[] = [...Object.values(runFiles), foldsFileName, 'initialisation.json'];
/** Of folds, and of the members of an ensemble. */
const foldFolder = /^(fold|member)_\d+$/;

/** Whether it is the name of something that a run leaves in its folder. */
export function isNameOfRun(name: string): boolean {
  return ownFiles.includes(name) || isEventFile(name) || name === keptWeightsFolder || foldFolder.test(name);
}

/** Deletes the run in a folder, and the runs of its folds. Throws MachineError if the machine refuses. */
export async function removeRuns(path: string): Promise<void> {
  const folds = (await readdir(path)).filter((name) => foldFolder.test(name)).sort();
  const folders = [path, ...folds.map((name) => join(path, name))];
  for (const file of [foldsFileName, runFiles.run]) await removeFile(join(path, file));
  for (const folder of folders) await removeFile(join(folder, runFiles.run));
  for (const folder of folders) await removeRun(folder);
  for (const name of folds) await disk.removeFolder(join(path, name)).catch(() => {});
}

async function removeRun(path: string): Promise<void> {
  const present: readonly string[] = await readdir(path).catch(() => []);
  const own = [...ownFiles.filter((each) => present.includes(each)), ...present.filter(isEventFile)];
  for (const name of own) await removeFile(join(path, name));
  const kept = join(path, keptWeightsFolder);
  const names = await readdir(kept).catch(() => []);
  for (const name of names) if (epochOfKeptWeights(name) !== undefined) await removeFile(join(kept, name));
  // Stays if the user put something into it.
  if (present.includes(keptWeightsFolder)) await disk.removeFolder(kept).catch(() => {});
}

async function removeFile(path: string): Promise<void> {
  await disk.remove(path).catch((error) => {
    throw asMachineError(error, path);
  });
}

/** What killed processes left half-written; nobody else writes here, since the folder is locked. */
export async function removePartial(path: string): Promise<void> {
  for (const folder of [path, join(path, keptWeightsFolder)]) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter(isPartial)) await disk.remove(join(folder, name));
  }
}

/** Whether it is the name that a file of a run, or a lock, has while it is being written or removed. */
export function isPartial(name: string): boolean {
  const whole = wholeName(name);
  if (whole === name) return false;
  return ownFiles.includes(whole) || whole === lockFileName || epochOfKeptWeights(whole) !== undefined;
}
