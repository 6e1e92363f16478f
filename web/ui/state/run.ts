/** One training on the page, as signals: one that is followed while it runs, or one that was opened. Drawn at most four times a second. */
import { type Signal, signal } from '@preact/signals';
import type { Training, TrainingListeners } from '../../engine/client.ts';
import type {
  EpochReport,
  FinishedRun,
  Initialization,
  SavedRun,
  SplitReport,
  StepNews,
  TrainingState,
} from '../../engine/protocol.ts';
import { type RunName, titleOfRun } from '../train/run-title.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { LossCurve } from './loss-curve.ts';
import { describeProblem, type Problem } from './problem.ts';

export interface Run extends RunName {
  readonly id: string;
  /** Undefined for a run that was opened: nothing of it is under way. */
  readonly training: Training | undefined;
  /** What was kept of a run that was opened or goes on: it was there before it came onto the page. */
  readonly saved?: SavedRun;
  readonly state: Signal<TrainingState>;
  readonly facts: Signal<BuiltNetwork | undefined>;
  /** What was taken over from a pre-trained encoder. */
  readonly initialization: Signal<Initialization | undefined>;
  readonly latest: Signal<RunNumbers | undefined>;
  readonly epochs: Signal<readonly EpochReport[]>;
  readonly warnings: Signal<readonly string[]>;
  readonly result: Signal<FinishedRun | undefined>;
  readonly problem: Signal<Problem | undefined>;
  readonly curve: LossCurve;
}

/** What is known once the network is built. */
interface BuiltNetwork {
  readonly parameters: number;
  readonly split: SplitReport;
  /** What computes it; undefined for an opened run. */
  readonly machine?: { readonly runtime: string; readonly threads: number };
}

/** The numbers of a training as it stands. */
type RunNumbers = Pick<
  StepNews,
  | 'at'
  | 'epochs'
  | 'stepsPerEpoch'
  | 'meanLoss'
  | 'moleculesPerSecond'
  | 'secondsLeft'
  | 'rho'
  | 'evaluations'
  | 'memoryMb'
>;

/** Counts up when the charts have something new to draw. */
export const drawing = signal(0);
const drawEveryMs = 250;

/** Starts a training, or goes on with a kept one, and keeps up with its events. */
export function follow(name: RunName, start: (listeners: TrainingListeners) => Training, saved?: SavedRun): Run {
  const run = newRun(name, 'loading');
  let newest: StepNews | undefined;
  let waits = false;
  const draw = (): void => {
    waits = false;
    run.latest.value = newest;
    drawing.value++;
  };
  const drawSoon = (): void => {
    if (!waits) setTimeout(draw, drawEveryMs);
    waits = true;
  };
  const training = start({
    onState: (state) => {
      run.state.value = state;
    },
    onEvent: (event) => {
      // What computes is shown before the data are read.
      if (event.kind === 'data') run.warnings.value = [...run.warnings.peek(), ...event.warnings];
      if (event.kind === 'initialized') run.initialization.value = event.initialization;
      if (event.kind !== 'model') return;
      const { parameters, split, runtime, threads } = event;
      run.facts.value = { parameters, split, machine: { runtime, threads } };
    },
    onStep: (news) => {
      newest = news;
      run.curve.add(news.at.epoch - 1 + news.at.step / news.stepsPerEpoch, news.loss);
      drawSoon();
    },
    onEpoch: (report) => {
      addEpoch(run, report);
      drawSoon();
      announce(`${titleOfRun(name)}, epoch ${report.epoch} done.`);
    },
    onWarning: (message) => {
      run.warnings.value = [...run.warnings.peek(), message];
    },
  });
  training.outcome.then(
    (outcome) => {
      if (outcome.status !== 'finished') return;
      run.result.value = outcome.result;
      announce(`${titleOfRun(name)} is trained.`);
    },
    (error) => {
      run.problem.value = describeProblem(error);
    },
  );
  return { ...run, id: training.id, training, ...(saved && { saved }) };
}

/** Finished epochs. A run that goes on reports those behind it only once its network is built; until then, what was kept of it says them. */
export function epochsDone({ epochs, saved }: Run): number {
  return Math.max(epochs.value.length, saved?.epochsDone ?? 0);
}

/** Whether a reset forgets it. A run that was kept before and failed is left as it was: another tab may be training it. */
export function isForgottenByReset({ training, saved, state, result }: Run): boolean {
  return training !== undefined && !result.value && !(saved && state.value === 'failed');
}

/** A kept run as its files tell it: nothing is computed again. Rejects if they cannot be read. */
export async function openedRun(saved: SavedRun & RunName): Promise<Run> {
  const awake = engine();
  const isFinished = saved.status === 'finished';
  const [results, epochs] = await Promise.all([
    isFinished ? awake.results(saved.id) : undefined,
    awake.epochs(saved.id),
  ]);
  const run = newRun(saved, isFinished ? 'finished' : 'stopped');
  for (const report of epochs) addEpoch(run, report);
  run.latest.value = numbersOf(epochs, saved.epochs);
  run.warnings.value = results?.warnings ?? [];
  run.result.value = results?.result;
  if (results) run.facts.value = { parameters: results.parameters, split: results.split };
  return { ...run, id: saved.id, training: undefined, saved };
}

function newRun({ title, from, mark }: RunName, state: TrainingState): Omit<Run, 'id' | 'training'> {
  return {
    title,
    from,
    mark,
    state: signal(state),
    facts: signal<BuiltNetwork | undefined>(undefined),
    initialization: signal<Initialization | undefined>(undefined),
    latest: signal<RunNumbers | undefined>(undefined),
    epochs: signal<readonly EpochReport[]>([]),
    warnings: signal<readonly string[]>([]),
    result: signal<FinishedRun | undefined>(undefined),
    problem: signal<Problem | undefined>(undefined),
    curve: new LossCurve(),
  };
}

function addEpoch({ curve, epochs }: Pick<Run, 'curve' | 'epochs'>, report: EpochReport): void {
  const seen = curve.at.at(-1) ?? 0;
  // Of the epochs before a reload, and of those of an opened run, only the mean losses are left.
  if (seen < report.epoch - 0.5 && report.trainLoss !== null) curve.add(report.epoch, report.trainLoss);
  epochs.value = [...epochs.peek(), report];
}

function numbersOf(reports: readonly EpochReport[], epochs: number): RunNumbers | undefined {
  const last = reports.at(-1);
  if (!last) return undefined;
  const spent = reports.map(({ evaluations: { full, cheap, forward } }) => full + cheap + forward);
  return {
    at: { epoch: last.epoch, step: last.updates },
    epochs,
    stepsPerEpoch: last.updates,
    meanLoss: last.trainLoss,
    moleculesPerSecond: last.moleculesPerSecond,
    secondsLeft: undefined,
    rho: last.rho,
    evaluations: spent.reduce((sum, each) => sum + each, 0),
    memoryMb: undefined,
  };
}
