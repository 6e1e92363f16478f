/**
 * The table of a training that comes from standard input. It is kept beside the run folder, since resuming and evaluating read it again,
 * and takes no name that is taken: the file there may be the table of another run, or a user's own.
 */
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CheckpointError } from '../base/index.ts';
import { besideFolder, disk } from '../platform/index.node.ts';
import { requireEmptyFolder } from '../runs/index.node.ts';
import type { RunOutput } from '../training/index.node.ts';
import { savedConfig } from './resume.ts';
import { keepStandardInput } from './standard-streams.ts';

export interface KeptTable {
  readonly path: string;
  /** After the training: removes the table if no run needs it, and otherwise the one that a replaced run had kept. */
  settle(): Promise<void>;
}

/** Throws ConfigError, before anything is read or written, if the folder is not free. */
export async function keepTable({ folder, overwrite }: RunOutput): Promise<KeptTable> {
  if (!overwrite) await requireEmptyFolder(folder);
  const stem = besideFolder(folder, '-table');
  const former = (await keptTablesOf(folder, stem)) ?? [];
  const path = await keepStandardInput(stem);
  const settle = async (): Promise<void> => {
    const needed = await keptTablesOf(folder, stem);
    if (needed === undefined) return;
    for (const table of needed.includes(await realpath(path)) ? former : [path]) await disk.remove(table);
  };
  return { path, settle };
}

/** Tables that the run of the folder has kept so; none without a run, undefined of one that cannot be read. */
async function keptTablesOf(folder: string, stem: string): Promise<string[] | undefined> {
  const beginning = join(await realpath(dirname(stem)).catch(() => resolve(dirname(stem))), basename(stem));
  const isKept = (path: string): boolean =>
    path.startsWith(beginning) && /^(-\d+)?\.(csv|sdf)$/.test(path.slice(beginning.length));
  try {
    return (await savedConfig(folder)).data.paths?.filter(isKept) ?? [];
  } catch (error) {
    return error instanceof CheckpointError && error.code === 'not-a-run' ? [] : undefined;
  }
}
