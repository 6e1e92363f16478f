/** The search of the quality best: a study in the run folder, whose first trial is the default recipe. */
import type { ExecuteJob } from '../../experiments/index.node.ts';
import { ofOneNetwork, parseTrainConfig, type TrainConfig, type TrainConfigInput } from '../../runs/index.ts';
import { withAbsolutePaths } from '../../training/index.node.ts';
import { rungsOf } from '../halving.ts';
import { namedSpace } from '../named-spaces.ts';
import { writeStudyFiles } from '../study-files.node.ts';
import { StudyFolder } from '../study-folder.node.ts';
import { countsText } from '../study-text.ts';
import { bestTrial, ranked, replicatesOfSplits, type Study, type Trial } from '../trial.ts';
import { withSettings } from '../trial-config.ts';
import { tune } from '../tune.node.ts';
import { type SearchPlan, searchFolder } from './plan-file.node.ts';
import type { QualityHooks } from './quality-events.ts';

export interface SearchOptions extends Pick<SearchPlan, 'trials' | 'jobs' | 'searchSeconds'> {
  readonly fixed: ReadonlySet<string>;
  /** Of the data: each trial is trained on all of them. */
  readonly splits: number;
}

export function searchPlan(given: TrainConfig, options: SearchOptions): SearchPlan {
  const { fixed, splits, trials, jobs, searchSeconds } = options;
  const config = withAbsolutePaths(given);
  const { machine: _machine, training, ...sections } = config;
  const study: Study = {
    format: 1,
    space: namedSpace('basic', config, fixed),
    base: { ...sections, training: ofOneNetwork(training) } as TrainConfigInput,
    replicates: replicatesOfSplits(splits),
    rungs: rungsOf(training.epochs, 'asha'),
    sampler: 'tpe',
    seed: training.seed,
  };
  return { config, study, trials, jobs, ...(searchSeconds !== undefined && { searchSeconds }) };
}

export interface SearchHooks extends QualityHooks {
  /** Default: processes of this machine. */
  readonly execute?: ExecuteJob | undefined;
}

/** The configuration with the settings that were found, for all its networks; undefined if it was interrupted. */
export async function search(folder: string, plan: SearchPlan, hooks: SearchHooks): Promise<TrainConfig | undefined> {
  const { study, trials, jobs, config, searchSeconds } = plan;
  const where = searchFolder(folder);
  const searched = study.space.map(({ path }) => path);
  const trainings = study.replicates.length;
  hooks.onEvent({ kind: 'search', folder: where, trials, trainings, jobs, rungs: study.rungs, searched });
  await beginWithDefaults(where, study);
  const outcome = await tune(study, {
    ...{ folder: where, trials, jobs, timeLimitSeconds: searchSeconds, signal: hooks.signal, execute: hooks.execute },
    machine: { ...config.machine, threads: 1 },
    onTrial: (trial) =>
      hooks.onEvent({ kind: 'trial', trial, trials, epochs: study.rungs[Math.max(0, trial.values.length - 1)]! }),
  });
  if (outcome.status === 'interrupted') return undefined;
  const { direction } = outcome;
  if (direction) await writeStudyFiles(study, outcome.trials, where, direction);
  // In short time none may have come to the end: then the best of those that came furthest.
  const best = direction && (bestTrial(study, outcome.trials, direction) ?? furthest(outcome.trials, direction));
  const found = best ? withFound(plan, best) : config;
  const counts = countsText(study, outcome.trials);
  hooks.onEvent({ kind: 'searched', best, counts, isTimeUp: outcome.status === 'time is up', config: found });
  return found;
}

/** The best is then never worse, by the validation part, than what is trained without a search. */
async function beginWithDefaults(where: string, study: Study): Promise<void> {
  const store = new StudyFolder(where);
  await store.open(study);
  await store.locked(async () => {
    if ((await store.trials()).length > 0) return;
    const empty = { values: [], perReplicate: [], curve: [] };
    await store.write({ number: 0, settings: {}, level: 0, ...empty, started: new Date().toISOString() });
  });
}

function furthest(trials: readonly Trial[], direction: 'lower' | 'higher'): Trial | undefined {
  return ranked(trials, direction).find(({ failure, values }) => failure === undefined && values.length > 0);
}

function withFound({ study, config }: SearchPlan, { number, settings }: Trial): TrainConfig {
  const { config: found } = withSettings(study.base, settings, `trial ${number}`);
  const { quality, timeLimit, ensembleSize, ensembleOfFolds, blend, baselines } = config.training;
  const training = { ...found.training, quality, timeLimit, ensembleSize, ensembleOfFolds, blend, baselines };
  return parseTrainConfig({ ...found, training, machine: config.machine }, `trial ${number}`);
}
