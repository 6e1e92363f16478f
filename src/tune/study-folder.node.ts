/**
 * The files of a study: study.json, and a file for each trial. They are read and changed by one process at a time, under a lock; what a
 * trial is worth lies in its file as soon as it is known, so that a kill costs no finished trial.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ConfigError, GraphsamError, setting } from '../base/index.ts';
import { disk, lockFolder, writeWhole } from '../platform/index.node.ts';
import type { Study, Trial } from './trial.ts';

export const studyFile = 'study.json';
const trialsFolder = 'trials';

export class StudyFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Begins the study, or finds it. Throws ConfigError if the folder holds another one. */
  async open(study: Study): Promise<void> {
    await disk.makeFolder(join(this.path, trialsFolder));
    await this.locked(async () => {
      const found = await readFile(join(this.path, studyFile), 'utf8').catch(() => undefined);
      if (found === undefined) return this.#writeStudy(study);
      const other = differentPart(JSON.parse(found) as Study, study);
      if (other === undefined) return;
      throw new ConfigError({
        code: 'other-study',
        what: `the folder holds a study with another ${other}`,
        where: this.path,
        advice: `Choose another ${setting('run.folder')}, or delete that folder if its study is no longer wanted.`,
      });
    });
  }

  /** Puts another study in its place, under which its trials go on; where none was begun, nothing. */
  async replace(study: Study): Promise<void> {
    if (!existsSync(join(this.path, studyFile))) return;
    await this.locked(() => this.#writeStudy(study));
  }

  /** Throws what reading it throws if there is none. */
  async study(): Promise<Study> {
    return JSON.parse(await readFile(join(this.path, studyFile), 'utf8')) as Study;
  }

  async #writeStudy(study: Study): Promise<void> {
    await writeWhole(join(this.path, studyFile), `${JSON.stringify(study, null, 1)}\n`);
  }

  /** In the order of their numbers. */
  async trials(): Promise<Trial[]> {
    const names = (await readdir(join(this.path, trialsFolder))).filter((name) => /^\d+\.json$/.test(name)).sort();
    return Promise.all(
      names.map(async (name) => JSON.parse(await readFile(join(this.path, trialsFolder, name), 'utf8')) as Trial),
    );
  }

  async write(trial: Trial): Promise<void> {
    const name = `${String(trial.number).padStart(5, '0')}.json`;
    await writeWhole(join(this.path, trialsFolder, name), `${JSON.stringify(trial, null, 1)}\n`);
  }

  /** Nobody else changes the study meanwhile, on this machine or another one. */
  async locked<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const lock = await lockFolder(join(this.path, trialsFolder)).catch((error: unknown) => {
        if (error instanceof GraphsamError && error.code === 'folder-in-use') return undefined;
        throw error;
      });
      if (!lock) {
        await setTimeout(20 + 80 * Math.random());
        continue;
      }
      try {
        return await work();
      } finally {
        await lock.release();
      }
    }
  }
}

function differentPart(found: Study, wanted: Study): string | undefined {
  const words: Readonly<Record<string, string>> = {
    format: 'format',
    space: 'space',
    base: 'configuration of its trainings',
    replicates: 'set of seeds or folds',
    rungs: 'number of epochs, or way to stop trials',
    sampler: 'sampler',
    seed: 'seed',
    ...(found.tables && { tables: 'content of its tables or splits' }),
  };
  const text = (study: Study, key: string): string => JSON.stringify(study[key as keyof Study]);
  const key = Object.keys(words).find((each) => text(found, each) !== text(wanted, each));
  return key === undefined ? undefined : words[key];
}
