/** What lies in the folder of a training already: nothing, a finished run, one to continue, or something that is in the way. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError, setting } from '../base/index.ts';
import { readRun } from '../runs/index.node.ts';
import { parseTrainConfig, runFiles, type TrainConfig, type TrainConfigInput } from '../runs/index.ts';
import type { Cell } from './cell.ts';

export type CellState = 'absent' | 'finished' | 'interrupted';

/**
 * Throws ConfigError if the folder holds a run with other settings: its result would be taken for this one's. The machine (threads, runtime)
 * and the folder where known data sets lie do not count.
 */
export async function cellState(cell: Cell, folder: string): Promise<CellState> {
  if (!existsSync(join(folder, runFiles.run))) return 'absent';
  const run = await readRun(folder);
  const different = differentSection(cell, run.config, folder);
  if (different) {
    throw new ConfigError({
      code: 'other-run',
      what: `the folder holds a run with another ${different.name}: ${different.found} instead of ${different.wanted}`,
      where: folder,
      advice: `Choose another ${setting('run.folder')}, or delete that folder if its run is no longer wanted.`,
    });
  }
  if (run.status === 'finished') return 'finished';
  return existsSync(join(folder, runFiles.checkpoint)) ? 'interrupted' : 'absent';
}

export interface DifferentSection {
  readonly name: string;
  readonly found: string | undefined;
  readonly wanted: string;
}

/** The first section in which a run's configuration differs from its cell's in what decides the numbers. where: for messages. */
export function differentSection(cell: Cell, config: TrainConfigInput, where: string): DifferentSection | undefined {
  const found = essence(parseTrainConfig(config, where), cell);
  const wanted = essence(parseTrainConfig(cell.config, where), cell);
  const name = Object.keys(wanted).find((key) => found[key] !== wanted[key]);
  return name === undefined ? undefined : { name, found: found[name], wanted: wanted[name]! };
}

/** Each section of the configuration that decides the numbers, with all defaults, as text. */
function essence({ data, machine: _machine, ...rest }: TrainConfig, cell: Cell): Record<string, string> {
  const { folder: _folder, paths, ...dataRest } = data;
  const sections = { data: { ...dataRest, ...(paths && { paths: paths.map((path) => resolve(path)) }) }, ...rest };
  const counted = cell.baseline === undefined ? Object.keys(sections) : ['data', 'split', 'training'];
  return Object.fromEntries(
    Object.entries(sections)
      .filter(([name]) => counted.includes(name))
      .map(([name, section]) => [name, JSON.stringify(sorted(section))]),
  );
}

/** The same with the keys of every object in order, so that equal settings are equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, entry]) => [key, sorted(entry)]),
  );
}
