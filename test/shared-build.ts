/**
 * A build that the test files of one run share: the first that asks makes it, the others wait for it. Outside of run-tests.js, which
 * makes and removes the folder of builds, each file has a build of its own.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

export interface SharedBuild {
  readonly folder: string;
  /** Removes what nobody else uses. */
  close(): Promise<void>;
}

const longestBuildMs = 300_000;

/** name: of the build among those of this run. make: builds into the folder that it is given. */
export async function sharedBuild(name: string, make: (folder: string) => Promise<void>): Promise<SharedBuild> {
  const builds = process.env.GRAPHSAM_TEST_BUILDS;
  if (builds === undefined) {
    const own = await mkdtemp(join(tmpdir(), `graphsam-${name}-`));
    await make(own);
    return { folder: own, close: () => rm(own, { recursive: true, force: true }) };
  }
  const folder = join(builds, name);
  const end = Date.now() + longestBuildMs;
  while (!existsSync(folder)) {
    if (await claim(`${folder}.claimed`)) await makeOnce(folder, make);
    else if (Date.now() > end) throw new Error(`${folder} was not built within ${longestBuildMs / 1000} s`);
    else await setTimeout(200);
  }
  return { folder, close: async () => {} };
}

/** A folder is made by one process only. */
async function claim(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Another process may have ended between the look for the folder and the claim. */
async function makeOnce(folder: string, make: (folder: string) => Promise<void>): Promise<void> {
  try {
    if (existsSync(folder)) return;
    await make(`${folder}.unfinished`);
    await rename(`${folder}.unfinished`, folder);
  } finally {
    await rmdir(`${folder}.claimed`);
  }
}
