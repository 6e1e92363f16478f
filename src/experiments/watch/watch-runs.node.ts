/** Looks again and again at a folder of runs: a comparison, or any folder with run folders in it. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CheckpointError } from '../../base/index.ts';
import { lockFileName } from '../../platform/index.node.ts';
import { runsFolder } from '../run-cell.node.ts';
import { lookAtRun } from './look-at-run.node.ts';
import { type Plan, readPlan } from './plan-file.node.ts';
import { type FolderStatus, statusOf, type WatchedRun } from './status.ts';

/** Looks at the folder now. Finished runs are read once. */
export type Look = () => Promise<FolderStatus>;

/** Throws CheckpointError, the first time, if there is neither a run nor a plan in the folder. */
export function watchRuns(folder: string): Look {
  const finished = new Map<string, WatchedRun>();
  let isFirst = true;
  return async () => {
    const plan = await readPlan(folder);
    const entries = await entriesOf(folder, plan);
    if (isFirst && entries.length === 0) throw nothingThere(folder);
    isFirst = false;
    const runs: WatchedRun[] = [];
    for (const { path, epochs } of entries) {
      const run = finished.get(path) ?? (await lookAtRun(path, epochs));
      if (run.state === 'finished') finished.set(path, run);
      runs.push(run);
    }
    return statusOf(runs);
  };
}

interface Entry {
  readonly path: string;
  readonly epochs?: number | undefined;
}

/** What is planned, in that order, then what lies there besides. */
async function entriesOf(folder: string, plan: Plan | undefined): Promise<Entry[]> {
  const inside = join(folder, runsFolder);
  const holder = plan || existsSync(inside) ? inside : folder;
  const found = (await readdir(holder, { withFileTypes: true }).catch(() => [])).filter((each) => each.isDirectory());
  const planned = (plan?.runs ?? []).map(({ name, epochs }) => ({ path: join(holder, name), epochs }));
  const known = new Set(planned.map(({ path }) => path));
  const others = found
    .map(({ name }) => ({ path: join(holder, name) }))
    .filter(({ path }) => !known.has(path) && looksLikeRun(path));
  return [...planned, ...others.sort((one, other) => basename(one.path).localeCompare(basename(other.path)))];
}

function looksLikeRun(path: string): boolean {
  return ['run.json', 'folds.json', lockFileName].some((name) => existsSync(join(path, name)));
}

function nothingThere(folder: string): CheckpointError {
  return new CheckpointError({
    code: 'not-a-run',
    what: existsSync(folder) ? 'there are no runs in this folder' : 'there is no such folder',
    where: folder,
    advice: 'Name the folder of graphsam compare or tune (their -o), or one that holds run folders.',
  });
}
