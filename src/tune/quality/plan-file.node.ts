/** plan.json of a run folder: what is needed to go on with a search, until the training that follows has a run.json or folds.json. */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError } from '../../base/index.ts';
import { writeWhole } from '../../platform/index.node.ts';
import { foldsFileName, parseTrainConfig, runFiles, type TrainConfig } from '../../runs/index.ts';
import type { Study } from '../trial.ts';

const planFile = 'plan.json';
/** Trials and their runs, as `graphsam tune` leaves them. */
export const searchFolder = (folder: string): string => join(folder, 'search');

export interface SearchPlan {
  /** As asked for, with the epochs that fit. */
  readonly config: TrainConfig;
  readonly study: Study;
  readonly trials: number;
  readonly jobs: number;
  /** Time for the search, from whenever it begins or goes on. */
  readonly searchSeconds?: number | undefined;
}

export async function writePlan(folder: string, plan: SearchPlan): Promise<void> {
  await writeWhole(join(folder, planFile), `${JSON.stringify({ format: 1, ...plan }, null, 1)}\n`);
}

/** The search that a folder is in the middle of; undefined once its training (or its folds) has begun, or if there never was one. */
export async function readPlan(folder: string): Promise<SearchPlan | undefined> {
  const where = join(folder, planFile);
  const hasBegun = [runFiles.run, foldsFileName].some((name) => existsSync(join(folder, name)));
  if (hasBegun || !existsSync(where)) return undefined;
  const text = await readFile(where, 'utf8');
  try {
    const plan = JSON.parse(text) as SearchPlan;
    return { ...plan, config: parseTrainConfig(plan.config, where) };
  } catch (cause) {
    throw new CheckpointError({
      code: 'run-damaged',
      what: 'the plan of the search cannot be read',
      where,
      advice: 'Train into another folder.',
      cause,
    });
  }
}

/** The training that was planned is finished; its search stays as a record. */
export async function removePlan(folder: string): Promise<void> {
  await rm(join(folder, planFile), { force: true });
}

/** Deletes plan and search of an earlier training, and nothing else. */
export async function removeSearch(folder: string): Promise<void> {
  await removePlan(folder);
  if (existsSync(join(searchFolder(folder), 'study.json')))
    await rm(searchFolder(folder), { recursive: true, force: true });
}
