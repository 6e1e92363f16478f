/**
 * Tuning as one call: trains trials until there are enough of them, beside any number of others that do the same in the same folder. A trial
 * is a run folder for each seed and fold; it is locked, continued and left alone as the runs of a comparison are. Called again, it goes on.
 */
import { setTimeout } from 'node:timers/promises';
import { DataError, MachineError, mean, type Part, RunError } from '../base/index.ts';
import { type CellOutcome, type ExecuteJob, folderOf, runCell, writePlan } from '../experiments/index.node.ts';
import type { Cell } from '../experiments/index.ts';
import { isLocked, leaseTimes, sharedSignal } from '../platform/index.node.ts';
import type { TrainConfig } from '../runs/index.ts';
import { findMetric } from '../tasks/index.ts';
import { FruitlessEnds } from './fruitless-ends.node.ts';
import { nextTrial } from './next-work.ts';
import { StudyFolder } from './study-folder.node.ts';
import { type Direction, isSettled, type Study, type Trial } from './trial.ts';
import { cellOf, epochsOf, type ReachedValue, valueAfter } from './trial-runs.node.ts';

export interface TuneOptions {
  readonly folder: string;
  /** How many trials there are to be, those of earlier calls and other processes counted. */
  readonly trials: number;
  /** Trainings at a time. */
  readonly jobs: number;
  /** Where each of them computes. */
  readonly machine: TrainConfig['machine'];
  /** No training begins after so long, and those in hand are saved. */
  readonly timeLimitSeconds?: number | undefined;
  readonly part?: Part | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where trainings run. Default: processes of this machine. */
  readonly execute?: ExecuteJob | undefined;
  /** Trainings go on there when this call ends: what is in hand from an earlier one counts among those at a time. Default: no. */
  readonly outlivesCall?: boolean | undefined;
  /** A trial was compared at a rung, or has failed. */
  readonly onTrial?: (trial: Trial, all: readonly Trial[]) => void;
  /** After each change of a trial, while nobody else changes the study. */
  readonly onChange?: (all: readonly Trial[]) => Promise<void>;
  readonly onWait?: () => void;
  /** A training has come as far as it was to, or has failed. */
  readonly onTrained?: (folder: string) => Promise<void>;
}

export interface TuneOutcome {
  readonly trials: readonly Trial[];
  /** Undefined while no trial has a value. */
  readonly direction: Direction | undefined;
  readonly status: 'finished' | 'time is up' | 'interrupted';
}

/** Of trials that all failed, after which something else than their settings must be wrong. */
const hopeless = 3;

/** Throws ConfigError before anything is trained if the folder holds another study; DataError and MachineError as training does. */
export async function tune(study: Study, options: TuneOptions): Promise<TuneOutcome> {
  const store = new StudyFolder(options.folder);
  await store.open(study);
  const { folder, trials: wanted } = options;
  const plan = { format: 1, trials: wanted } as const;
  await writePlan(folder, plan);
  const timer =
    options.timeLimitSeconds === undefined
      ? undefined
      : AbortSignal.timeout(Math.ceil(options.timeLimitSeconds * 1000));
  const failed = new AbortController();
  const signal = sharedSignal(options.signal, timer, failed.signal);
  const seen = { inHand: new Set<string>(), later: new Map<string, number>(), fruitless: new FruitlessEnds() };
  const state: Work = { study, options, store, signal, ...seen };
  const work = async (): Promise<void> => {
    try {
      while (!state.signal.aborted && (await step(state)));
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: options.jobs }, work));
  const wrong = ended.find((each) => each.status === 'rejected');
  if (wrong) throw wrong.reason;
  const trials = await store.trials();
  const status = options.signal?.aborted ? 'interrupted' : timer?.aborted ? 'time is up' : 'finished';
  if (status === 'finished' && !options.part) await writePlan(folder, { ...plan, ended: new Date().toISOString() });
  return { trials, direction: directionOf(trials), status };
}

interface Work {
  readonly study: Study;
  readonly options: TuneOptions;
  readonly store: StudyFolder;
  readonly signal: AbortSignal;
  /** Names of runs that are trained here. */
  readonly inHand: Set<string>;
  /** Runs that are in other hands, or whose files are not seen yet, with the time to look again. */
  readonly later: Map<string, number>;
  readonly fruitless: FruitlessEnds;
}

interface Task {
  readonly trial: Trial;
  readonly replicate: number;
}

/** The direction of the metric, once one is known. */
export function directionOf(trials: readonly Trial[]): Direction | undefined {
  const metric = trials.find((trial) => trial.metric !== undefined)?.metric;
  return metric === undefined ? undefined : findMetric(metric).direction;
}

/** One run a rung further. Returns whether there is more to do. */
async function step(work: Work): Promise<boolean> {
  const { store, options, signal } = work;
  const next = await store.locked(() => choose(work));
  if (next === 'done') return false;
  if (next === 'wait') {
    options.onWait?.();
    await setTimeout(pauseMs(work), undefined, { signal }).catch(() => {});
    return true;
  }
  const { trial, replicate } = next;
  const cell = cellOf(work.study, trial, work.study.replicates[replicate]!, options.machine);
  try {
    const { folder, execute } = options;
    const untilEpoch = epochsOf(work.study, trial.level);
    const outcome = await runCell(cell, { folder, signal, execute, untilEpoch, onProgress: () => {} });
    if (outcome.status === 'held') work.later.set(cell.name, Date.now() + pauseMs(work));
    const failure = await failureOf(work, cell, outcome, untilEpoch);
    await store.locked(() => record(work, trial.number, failure));
    await options.onTrained?.(folderOf(cell, folder));
  } finally {
    work.inHand.delete(cell.name);
  }
  return true;
}

/** Why the trial of a training that was looked at fails; undefined if it does not. */
async function failureOf(
  { options: { folder }, signal, later, fruitless }: Work,
  cell: Cell,
  outcome: CellOutcome | { readonly status: 'held' },
  untilEpoch: number | undefined,
): Promise<unknown> {
  if (outcome.status === 'failed') return outcome.error;
  const mayGoOn = outcome.status === 'held' || signal.aborted;
  if (mayGoOn || (await valueAfter(cell, folder, untilEpoch))) return undefined;
  later.set(cell.name, Date.now() + othersPauseMs());
  return fruitless.count(folderOf(cell, folder));
}

/** Short where the work is here, since it may end at any moment. */
function pauseMs({ inHand }: Work): number {
  return inHand.size > 0 ? 100 : othersPauseMs();
}

function othersPauseMs(): number {
  return Math.min(5000, leaseTimes().touchMs) * (0.5 + Math.random() / 2);
}

/** Under the lock of the study. What is chosen is in hand. */
async function choose(work: Work): Promise<Task | 'wait' | 'done'> {
  const { study, store, options } = work;
  const trials = await store.trials();
  const isOurs = ({ number }: Trial): boolean =>
    !options.part || number % options.part.count === options.part.index - 1;
  const open = trials.filter((trial) => !isSettled(trial) && isOurs(trial));
  for (const trial of open) {
    const task = await freeTask(work, trial);
    if (task) return task;
  }
  if (options.outlivesCall && work.inHand.size + (await countElsewhere(work, open)) >= options.jobs) return 'wait';
  const direction = directionOf(trials) ?? 'lower';
  const { trials: wanted, part } = options;
  const next = nextTrial(study, trials, { trials: wanted, direction, part, now: new Date().toISOString() });
  if (next.kind !== 'trial') return next.kind;
  await store.write(next.trial);
  // A run that ended before its time has come to the next rung already.
  await record(work, next.trial.number, undefined);
  const written = (await store.trials()).find(({ number }) => number === next.trial.number)!;
  return isSettled(written) ? choose(work) : ((await freeTask(work, written)) ?? 'wait');
}

/** Trainings that workers have from an earlier call. */
async function countElsewhere({ study, options, inHand }: Work, open: readonly Trial[]): Promise<number> {
  const cells = open.flatMap((trial) =>
    study.replicates.map((replicate) => cellOf(study, trial, replicate, options.machine)),
  );
  const others = cells.filter(({ name }) => !inHand.has(name));
  const locked = await Promise.all(others.map((cell) => isLocked(folderOf(cell, options.folder))));
  return locked.filter(Boolean).length;
}

/** A run of the trial that has not come to its rung and that nobody works on. */
async function freeTask(work: Work, trial: Trial): Promise<Task | undefined> {
  const { study, options, inHand, later } = work;
  for (const replicate of study.replicates.keys()) {
    const cell = cellOf(study, trial, study.replicates[replicate]!, options.machine);
    const isWaiting = inHand.has(cell.name) || (later.get(cell.name) ?? 0) > Date.now();
    if (isWaiting || (await isLocked(folderOf(cell, options.folder)))) continue;
    if (await valueAfter(cell, options.folder, epochsOf(study, trial.level))) continue;
    inHand.add(cell.name);
    return { trial, replicate };
  }
  return undefined;
}

/** Under the lock of the study: the value of a trial whose runs have all come to its rung, or why it has none. */
async function record({ study, store, options }: Work, number: number, error: unknown): Promise<void> {
  // Neither has to do with the settings of this trial: the next one would meet it too.
  if (error instanceof DataError || error instanceof MachineError) throw error;
  const trials = await store.trials();
  const trial = trials.find((each) => each.number === number)!;
  if (isSettled(trial)) return;
  const ended = error === undefined ? await compared(study, trial, options) : withFailure(trial, error);
  if (!ended) return;
  await store.write(ended);
  const all = trials.map((each) => (each.number === number ? ended : each));
  await options.onChange?.(all);
  options.onTrial?.(ended, all);
  const failures = all.filter(({ failure }) => failure !== undefined);
  if (failures.length >= hopeless && all.every((each) => each.failure !== undefined || each.values.length === 0)) {
    throw new RunError({
      code: 'trials-failed',
      what: `all of the first ${failures.length} trials failed; the last: ${ended.failure}`,
      where: options.folder,
      advice: 'Train once without tuning to see why, then choose another folder.',
      cause: error,
    });
  }
}

async function compared(study: Study, trial: Trial, { folder, machine }: TuneOptions): Promise<Trial | undefined> {
  const epochs = epochsOf(study, trial.level);
  const reached: ReachedValue[] = [];
  for (const replicate of study.replicates) {
    const value = await valueAfter(cellOf(study, trial, replicate, machine), folder, epochs);
    if (!value) return undefined;
    reached.push(value);
  }
  const { metric, isStandardized } = reached[0]!;
  const perReplicate = reached.map(({ value }) => value).filter((value) => value !== null);
  if (perReplicate.length < reached.length)
    return withFailure(trial, new Error(`${metric} is undefined on the validation part`));
  const longest = Math.max(...reached.map(({ curve }) => curve.length));
  const curve = Array.from({ length: longest }, (_, epoch) => meanOf(reached.map((each) => each.curve[epoch] ?? null)));
  const values = [...trial.values, meanOf(perReplicate)!];
  const units = isStandardized ? ({ isStandardized } as const) : {};
  return { ...trial, metric, ...units, values, perReplicate, curve, ended: new Date().toISOString() };
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? mean(known) : null;
}

function withFailure(trial: Trial, error: unknown): Trial {
  const failure = error instanceof Error ? error.message : String(error);
  return { ...trial, failure, ended: new Date().toISOString() };
}
