/** The trainings on the page: one, or two beside each other. What they tell is drawn at most four times a second. */
import { computed, type Signal, signal } from '@preact/signals';
import type { Training, TrainingListeners } from '../../engine/client.ts';
import type { EpochReport, FinishedRun, RunEvent, SavedRun, StepNews, TrainingState } from '../../engine/protocol.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { LossCurve } from './loss-curve.ts';
import { describeProblem, type Problem } from './problem.ts';
import { changeSettings, comparedWith, settings, trainConfig } from './settings.ts';
import { tableSource } from './table.ts';

export interface Run {
  readonly id: string;
  readonly title: string;
  readonly training: Training;
  readonly state: Signal<TrainingState>;
  readonly model: Signal<Extract<RunEvent, { kind: 'model' }> | undefined>;
  readonly latest: Signal<StepNews | undefined>;
  readonly epochs: Signal<readonly EpochReport[]>;
  readonly warnings: Signal<readonly string[]>;
  readonly result: Signal<FinishedRun | undefined>;
  readonly problem: Signal<Problem | undefined>;
  readonly curve: LossCurve;
}

export const runs = signal<readonly Run[]>([]);
/** Counts up when the charts have something new to draw. */
export const drawing = signal(0);
/** Why the last start was refused. */
export const startProblem = signal<Problem | undefined>(undefined);

const drawEveryMs = 250;
const live: readonly TrainingState[] = ['loading', 'running', 'paused'];

export const isTraining = computed(() => runs.value.some(({ state }) => live.includes(state.value)));
export const isPaused = computed(
  () => isTraining.value && runs.value.every(({ state }) => state.value === 'paused' || !live.includes(state.value)),
);
export const finishedRuns = computed(() => runs.value.filter(({ result }) => result.value !== undefined));

/** Starts the chosen optimizer, and its comparison beside it. */
export async function startRuns(): Promise<void> {
  startProblem.value = undefined;
  const source = tableSource.peek();
  const other = comparedWith.peek();
  const rules = [undefined, ...(other === undefined ? [] : [other])];
  try {
    const awake = engine();
    const configs = rules.map((rule) => trainConfig(rule));
    for (const config of configs) await awake.checkConfig(config);
    await forgetRuns();
    const files = source?.files ?? [];
    runs.value = configs.map((config, index) =>
      follow(titleOf(rules[index]), (listeners) =>
        awake.startTraining({ title: titleOf(rules[index]), files, config }, listeners),
      ),
    );
    showRuns();
    announce('Training has begun.');
  } catch (error) {
    startProblem.value = describeProblem(error);
  }
}

export async function continueRuns(saved: readonly SavedRun[]): Promise<void> {
  const awake = engine();
  runs.value = saved.map(({ id, title }) => follow(title, (listeners) => awake.continueRun(id, listeners)));
  showRuns();
  announce('Training goes on.');
}

export function pauseRuns(): void {
  for (const { training } of liveRuns()) void training.pause().catch(() => {});
}

export function resumeRuns(): void {
  for (const { training } of liveRuns()) training.resume();
}

/** One step of each. */
export async function stepRuns(): Promise<void> {
  if (!isTraining.peek()) await startRuns();
  await Promise.allSettled(liveRuns().map(({ training }) => training.step()));
}

/** Ends the trainings and forgets what they have not finished; a finished run stays in the list of earlier ones. */
export async function forgetRuns(): Promise<void> {
  const leaving = runs.peek();
  runs.value = [];
  await Promise.allSettled(
    leaving.map(({ training, result }) => (result.peek() ? Promise.resolve() : training.reset())),
  );
}

/** Brings the curves into sight; how fast it moves is said in the style sheet, where readers can ask for no motion. */
function showRuns(): void {
  requestAnimationFrame(() => document.getElementById('runs')?.scrollIntoView({ block: 'start' }));
}

function liveRuns(): readonly Run[] {
  return runs.peek().filter(({ state }) => live.includes(state.peek()));
}

function titleOf(rule: string | undefined): string {
  return rule ?? settings.peek().optimizer;
}

function follow(title: string, start: (listeners: TrainingListeners) => Training): Run {
  const run = {
    title,
    state: signal<TrainingState>('loading'),
    model: signal<Extract<RunEvent, { kind: 'model' }> | undefined>(undefined),
    latest: signal<StepNews | undefined>(undefined),
    epochs: signal<readonly EpochReport[]>([]),
    warnings: signal<readonly string[]>([]),
    result: signal<FinishedRun | undefined>(undefined),
    problem: signal<Problem | undefined>(undefined),
    curve: new LossCurve(),
  };
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
      if (event.kind === 'model') run.model.value = event;
      if (event.kind === 'data') run.warnings.value = event.warnings;
    },
    onStep: (news) => {
      newest = news;
      run.curve.add(news.at.epoch - 1 + news.at.step / news.stepsPerEpoch, news.loss);
      drawSoon();
    },
    onEpoch: (report) => {
      const seen = run.curve.at.at(-1) ?? 0;
      // Of the epochs before a reload only the mean losses are left.
      if (seen < report.epoch - 0.5 && report.trainLoss !== null) run.curve.add(report.epoch, report.trainLoss);
      run.epochs.value = [...run.epochs.peek(), report];
      drawSoon();
      announce(`${title}, epoch ${report.epoch} done.`);
    },
    onWarning: (message) => {
      run.warnings.value = [...run.warnings.peek(), message];
    },
  });
  training.outcome.then(
    (outcome) => {
      if (outcome.status !== 'finished') return;
      run.result.value = outcome.result;
      announce(`${title} is trained.`);
    },
    (error) => {
      run.problem.value = describeProblem(error);
    },
  );
  return { id: training.id, training, ...run };
}

/** Whoever comes from the example sees the comparison; with an own table it is offered, not presumed. */
export function suggestComparison(isExample: boolean): void {
  changeSettings({ compare: isExample });
}
