/** A search that goes on after its table was moved: plan, study and the runs of its trials name it where it lies now. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { folderOf, runsFolder } from '../../experiments/index.node.ts';
import { runFiles, type TrainConfig } from '../../runs/index.ts';
import { moveTables, withAbsolutePaths, withTablesOf } from '../../training/index.node.ts';
import { StudyFolder } from '../study-folder.node.ts';
import { type SearchPlan, searchFolder, writePlan } from './plan-file.node.ts';

/**
 * config: only where its tables are counts. Throws DataError if they cannot be read, ConfigError if they are not those that the trials were
 * trained on; of a search that has trained nothing yet, any are taken.
 */
export async function moveSearch(folder: string, plan: SearchPlan, config: TrainConfig): Promise<void> {
  const moved = withTablesOf(plan.config, withAbsolutePaths(config));
  if (isDeepStrictEqual(moved.data, plan.config.data)) return;
  const where = searchFolder(folder);
  await moveTables(moved, await runsIn(where));
  const study = { ...plan.study, base: { ...plan.study.base, data: moved.data } };
  await new StudyFolder(where).replace(study);
  // Last: a kill before it leaves the old plan, by which all of this is done again.
  await writePlan(folder, { ...plan, config: moved, study });
}

async function runsIn(search: string): Promise<string[]> {
  const names = await readdir(join(search, runsFolder)).catch(() => []);
  return names.map((name) => folderOf({ name }, search)).filter((run) => existsSync(join(run, runFiles.run)));
}
