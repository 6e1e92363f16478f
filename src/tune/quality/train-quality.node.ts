/**
 * A training by quality, or within a limit of time, as one call: the first steps are measured, a plan is made that fits the limit, the
 * settings are searched where the level says so, and one run comes out. A killed one goes on where it was, search or training.
 */
import { availableParallelism } from 'node:os';
import { timeSpanSeconds } from '../../base/index.ts';
import { openRunFolder, requireEmptyFolder } from '../../runs/index.node.ts';
import { qualityLevels, type TrainConfig, type TrainRunResult, timeShares } from '../../runs/index.ts';
import {
  blendWithoutValidation,
  countSplits,
  type RunOutput,
  requireMembers,
  resumeRun,
  savedTraining,
  shareThreads,
  trainRun,
} from '../../training/index.node.ts';
import { beginFromEncoder } from './begin-from-encoder.node.ts';
import { type MeasuredRate, measureRate } from './measure-rate.node.ts';
import { moveSearch } from './moved-search.node.ts';
import { type Plan, planWithin, treeSeconds, type Wanted } from './plan.ts';
import { readPlan, removePlan, removeSearch, writePlan } from './plan-file.node.ts';
import type { QualityHooks } from './quality-events.ts';
import { search, searchPlan } from './search.node.ts';
import { withPlan } from './with-plan.ts';

export interface QualityOptions {
  /** Paths of settings that a search leaves as they are. */
  readonly fixed?: ReadonlySet<string> | undefined;
}

/** Throws what trainRun throws. `training.timeLimit` counts from this call on. */
export async function trainByQuality(
  config: TrainConfig,
  output: RunOutput,
  hooks: QualityHooks,
  { fixed = new Set() }: QualityOptions = {},
): Promise<TrainRunResult> {
  const ends = endOf(config);
  if (!output.overwrite) await requireEmptyFolder(output.folder);
  const rate = await measured(config, hooks);
  // Said before the plan: trials and networks would be trained for nothing.
  requireMembers(config, rate.splits);
  if (config.training.blend && rate.lacksValidation) throw blendWithoutValidation(config);
  const begun = await beginFromEncoder(config, rate.taskType, fixed);
  if (begun.event) hooks.onEvent(begun.event);
  const { plan, wanted, deadline } = planAt(rate, { config: begun.config, trials: trialsOf(config), ends }, hooks);
  const planned = withPlan(begun.config, plan);
  if (plan.trials === 0) return trainRun(planned, { ...output, deadline }, hooks);
  await claim(output);
  const { folder } = output;
  await writePlan(folder, searchPlan(planned, { ...plan, jobs: wanted.jobs, fixed: begun.fixed, splits: rate.splits }));
  return searchAndTrain(folder, { ...output, overwrite: true }, ends, hooks);
}

/**
 * Continues a run of trainByQuality, or any other, with a new limit of time where it has one. config: the run's own, with its tables where
 * they lie now. Throws what resumeRun throws, and what moveSearch throws of tables that are not those of the search.
 */
export async function resumeByQuality(
  folder: string,
  hooks: QualityHooks,
  { config }: { readonly config?: TrainConfig } = {},
): Promise<TrainRunResult> {
  const plan = await readPlan(folder);
  const saved = config ?? plan?.config ?? (await savedTraining(folder));
  const ends = endOf(saved);
  if (plan) {
    if (config) await moveSearch(folder, plan, config);
    return searchAndTrain(folder, { folder, overwrite: true }, ends, hooks);
  }
  // How long trees take is not known here; the planned epochs left time for them.
  const deadline = ends && ends.at - 1000 * timeShares.ending * ends.limitSeconds;
  const result = await resumeRun(folder, hooks, { config: saved, deadline });
  if (result.status === 'finished') await removePlan(folder);
  return result;
}

/** The configuration of a folder that a search goes on in; undefined of any other. */
export async function savedByQuality(folder: string): Promise<TrainConfig | undefined> {
  return (await readPlan(folder))?.config;
}

interface End {
  readonly limitSeconds: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

function endOf({ training: { timeLimit } }: TrainConfig): End | undefined {
  const limitSeconds = timeLimit === undefined ? undefined : timeSpanSeconds(timeLimit)!;
  return limitSeconds === undefined ? undefined : { limitSeconds, at: Date.now() + 1000 * limitSeconds };
}

function trialsOf({ training: { quality } }: TrainConfig): number {
  return quality === undefined ? 0 : qualityLevels[quality].trials;
}

async function measured(config: TrainConfig, hooks: QualityHooks): Promise<MeasuredRate> {
  hooks.onEvent({ kind: 'measuring' });
  return measureRate(config, sharesOf(config, await countSplits(config)).threads, hooks);
}

/** Folds of an ensemble are trained at the same time as its members are, those of a cross-validation one after the other. */
function sharesOf({ training, machine }: TrainConfig, splits: number): ReturnType<typeof shareThreads> {
  const { ensembleSize = 1, ensembleOfFolds } = training;
  return shareThreads(ensembleOfFolds ? splits * ensembleSize : ensembleSize, threadsOf(machine));
}

const threadsOf = ({ threads }: TrainConfig['machine']): number => threads ?? availableParallelism();

interface AskedTraining {
  readonly config: TrainConfig;
  /** Of the search that is still to come. */
  readonly trials: number;
  readonly ends: End | undefined;
}

interface PlannedTraining {
  readonly plan: Plan;
  readonly wanted: Wanted;
  readonly deadline: number | undefined;
}

/** Plans and tells. */
function planAt(rate: MeasuredRate, { config, trials, ends }: AskedTraining, hooks: QualityHooks): PlannedTraining {
  const { ensembleSize: networks = 1, epochs, blend, baselines, ensembleOfFolds } = config.training;
  // Those of the model are what it is compared with, too.
  const trees = (networks > 1 && blend) || (baselines && !ensembleOfFolds) ? 1 : 0;
  const { atOnce } = sharesOf(config, rate.splits);
  const wanted = { epochs, networks, trials, atOnce, jobs: threadsOf(config.machine), trees };
  const plan = planWithin(wanted, rate, ends && Math.max(0, (ends.at - Date.now()) / 1000));
  hooks.onEvent({ kind: 'plan', wanted, plan, rate, limitSeconds: ends?.limitSeconds });
  const ending = ends && timeShares.ending * ends.limitSeconds + treeSeconds(wanted, rate);
  return { plan, wanted, deadline: ends && ends.at - 1000 * ending! };
}

/** Nothing of an earlier run stays that --resume would go on with. */
async function claim({ folder, overwrite, shared }: RunOutput): Promise<void> {
  const opened = await openRunFolder(folder, { mode: overwrite ? 'overwrite' : 'new', shared });
  await removeSearch(folder);
  await opened.close();
}

async function searchAndTrain(
  folder: string,
  output: RunOutput,
  ends: End | undefined,
  hooks: QualityHooks,
): Promise<TrainRunResult> {
  const plan = (await readPlan(folder))!;
  const found = await search(folder, plan, hooks);
  if (!found) {
    const at = { epoch: 1, step: 0 };
    return { status: 'interrupted', folder, runs: [{ status: 'interrupted', folder, at }] };
  }
  // Another width has another rate.
  const last = ends && planAt(await measured(found, hooks), { config: found, trials: 0, ends }, hooks);
  const config = last ? withPlan(found, last.plan) : found;
  const result = await trainRun(config, { ...output, deadline: last?.deadline }, hooks);
  if (result.status === 'finished') await removePlan(folder);
  return result;
}
