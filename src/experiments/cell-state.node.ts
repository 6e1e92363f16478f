/** What lies in the folder of a training already: nothing, a finished run, one to continue, one in other hands, or something that is in the way. */
import { CheckpointError, ConfigError, setting, sortedJson } from '../base/index.ts';
import { isLocked } from '../platform/index.node.ts';
import { readFoldsFile, readRun, runProgress } from '../runs/index.node.ts';
import { parseTrainConfig, type TrainConfig, type TrainConfigInput } from '../runs/index.ts';
import { refuseChangedTables, withStoredPaths } from '../training/index.node.ts';
import type { CellContent } from './cell.ts';

/** held: a process works on it at this moment. */
export type CellState = 'absent' | 'finished' | 'interrupted' | 'held';

/**
 * Throws ConfigError if the folder holds a run with other settings, or one of a table that has changed since: its result would be taken for
 * this one's. The machine (threads, runtime) and the folder where known data sets lie do not count.
 */
export async function cellState(cell: CellContent, folder: string): Promise<CellState> {
  if (await finishedCell(cell, folder)) return 'finished';
  if (await isLocked(folder)) return 'held';
  // Looked at after the lock: the one who held it may have finished in between.
  const progress = await runProgress(folder);
  return progress === 'begun' ? 'interrupted' : progress;
}

/** Whether it is finished. Throws ConfigError as cellState does. */
export async function finishedCell(cell: CellContent, folder: string): Promise<boolean> {
  const config = await storedConfig(folder);
  if (config === undefined) return false;
  const different = differentSection(cell, config, folder);
  if (different) {
    throw new ConfigError({
      code: 'other-run',
      what: `the folder holds a run with another ${different.name}: ${different.found} instead of ${different.wanted}`,
      where: folder,
      advice: `Choose another ${setting('run.folder')}, or delete that folder if its run is no longer wanted.`,
    });
  }
  if ((await runProgress(folder)) !== 'finished') return false;
  await refuseChangedTables(cell.config, folder);
  return true;
}

/** Of the run or the folds in a folder; undefined if there is none, or none any more: others may begin it again. */
async function storedConfig(folder: string): Promise<TrainConfigInput | undefined> {
  const folds = await readFoldsFile(folder);
  if (folds) return folds.config;
  try {
    return (await readRun(folder)).config;
  } catch (error) {
    if (error instanceof CheckpointError && error.code === 'not-a-run') return undefined;
    throw error;
  }
}

export interface DifferentSection {
  readonly name: string;
  readonly found: string | undefined;
  readonly wanted: string;
}

/** The first section in which a run's configuration differs from its cell's in what decides the numbers. where: for messages. */
export function differentSection(
  cell: CellContent,
  config: TrainConfigInput,
  where: string,
): DifferentSection | undefined {
  const found = canonicalConfig(parseTrainConfig(config, where), cell);
  const wanted = canonicalConfig(parseTrainConfig(cell.config, where), cell);
  const name = Object.keys(wanted).find((key) => found[key] !== wanted[key]);
  return name === undefined ? undefined : { name, found: found[name], wanted: wanted[name]! };
}

/** Equal for cells that have the same numbers. where: for messages. */
export function contentText(cell: CellContent, where: string): string {
  const { baseline, fold } = cell;
  return sortedJson({ ...canonicalConfig(parseTrainConfig(cell.config, where), cell), baseline, fold });
}

/** Each section of the configuration that decides the numbers, with all defaults and with paths as runs store them, as text. */
function canonicalConfig(config: TrainConfig, { baseline }: CellContent): Record<string, string> {
  const { data, machine: _machine, ...rest } = withStoredPaths(config);
  const { folder: _folder, ...table } = data;
  const { seed, metrics, trackingMetric } = rest.training;
  const ofBaseline = { data: table, split: rest.split, training: { seed, metrics, trackingMetric } };
  const sections = baseline === undefined ? { data: table, ...rest } : ofBaseline;
  return Object.fromEntries(Object.entries(sections).map(([name, section]) => [name, sortedJson(section)]));
}
