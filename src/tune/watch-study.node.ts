/** Looks again and again at a search: each training of its trials, and the trials that nobody has begun. Nothing is locked or changed. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, type Look, lookAtRun, readPlan } from '../experiments/index.node.ts';
import { type RunState, statusOf, type WatchedRun } from '../experiments/index.ts';
import { StudyFolder, studyFile } from './study-folder.node.ts';
import { isSettled, type Replicate, type Study, type Trial } from './trial.ts';
import { cellOf, epochsOf } from './trial-runs.node.ts';

/** undefined if there is no study in the folder. Throws ConfigError if its configuration cannot be read. */
export async function watchStudy(folder: string): Promise<Look | undefined> {
  if (!existsSync(join(folder, studyFile))) return undefined;
  const store = new StudyFolder(folder);
  const study = await store.study();
  return async () => {
    const [trials, plan] = [await store.trials(), await readPlan(folder)];
    const runs: WatchedRun[] = [];
    for (const trial of trials) {
      for (const replicate of study.replicates) runs.push(await lookAtReplicate({ study, folder }, trial, replicate));
    }
    for (let number = trials.length; number < (plan?.trials ?? 0); number++)
      runs.push({ name: `trial ${number}`, state: 'waiting', epoch: 0, epochs: study.rungs[0], seconds: 0 });
    return statusOf(runs, plan?.ended !== undefined);
  };
}

interface StudyIn {
  readonly study: Study;
  readonly folder: string;
}

async function lookAtReplicate({ study, folder }: StudyIn, trial: Trial, replicate: Replicate): Promise<WatchedRun> {
  const cell = cellOf(study, trial, replicate, {});
  const seen = await lookAtRun(folderOf(cell, folder), cell.config.training.epochs);
  const epochs = epochsOf(study, trial.level) ?? cell.config.training.epochs;
  const isThere = seen.epoch >= epochs || seen.state === 'finished';
  const state = stateOf(trial, study, isThere && seen.state !== 'running' ? 'stopped' : seen.state);
  return {
    ...seen,
    state,
    epochs: seen.state === 'finished' ? seen.epochs : epochs,
    reason: trial.failure ?? seen.reason,
  };
}

/** seen: of the run by itself. */
function stateOf(trial: Trial, { rungs }: Study, seen: RunState): RunState {
  if (trial.failure !== undefined) return 'failed';
  if (!isSettled(trial)) return seen;
  return trial.values.length === rungs.length ? 'finished' : 'stopped';
}
