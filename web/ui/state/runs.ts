/** The trainings on the page: one, or two beside each other; also those that were opened to be looked at. */
import { computed, signal } from '@preact/signals';
import type { SavedRun, TrainingOutcome, TrainingRequest, TrainingState } from '../../engine/protocol.ts';
import { distinguished } from '../train/distinguished.ts';
import { announce } from './announce.ts';
import { engine } from './engine.ts';
import { estimate } from './estimate.ts';
import { numbersProblem } from './number-fields.ts';
import { learnPace } from './pace.ts';
import { describeProblem, type Problem } from './problem.ts';
import { follow, isForgottenByReset, openedRun, type Run } from './run.ts';
import { chosenRules, optimizerName, settings, trainConfigs } from './settings.ts';
import { tableSource } from './table.ts';

export const runs = signal<readonly Run[]>([]);
/** Why the last start was refused. */
export const startProblem = signal<Problem | undefined>(undefined);

const live: readonly TrainingState[] = ['loading', 'running', 'paused'];

export const isTraining = computed(() => runs.value.some(({ state }) => live.includes(state.value)));
export const isPaused = computed(
  () => isTraining.value && runs.value.every(({ state }) => state.value === 'paused' || !live.includes(state.value)),
);
/** Opened runs that are not at their end, and nothing is in the way of going on. */
export const continuable = computed(() =>
  runs.value.flatMap(({ saved, state }) => (saved && !saved.stuck && state.value === 'stopped' ? [saved] : [])),
);
export const finishedRuns = computed(() => runs.value.filter(({ result }) => result.value !== undefined));

/** Starts the chosen optimizer, and its comparison beside it. */
export async function startRuns(): Promise<void> {
  startProblem.value = numbersProblem(settings.peek());
  if (startProblem.peek()) return;
  const source = tableSource.peek();
  const rules = chosenRules();
  try {
    const awake = engine();
    const configs = trainConfigs();
    for (const config of configs) await awake.checkConfig(config);
    const files = source?.files ?? [];
    const estimated = estimate.peek()?.seconds;
    await beginRuns(configs.map((config, index) => ({ title: titleOf(rules[index]), files, config })));
    if (estimated !== undefined) timeRun(runs.peek()[0]!, estimated);
  } catch (error) {
    startProblem.value = describeProblem(error);
  }
}

function timeRun({ training }: Run, estimatedSeconds: number): void {
  const learn = (outcome: TrainingOutcome): void => {
    if (outcome.status === 'finished')
      learnPace(outcome.result.secondsPerEpoch * outcome.result.epochs, estimatedSeconds);
  };
  // The run itself says what went wrong.
  void training?.outcome.then(learn, () => {});
}

/** Starts trainings side by side, in the place of what was on the page. */
export async function beginRuns(requests: readonly TrainingRequest[]): Promise<void> {
  await leaveRuns();
  const awake = engine();
  const named = distinguished(requests.map((request) => ({ ...request, data: namesOf(request), request })));
  runs.value = named.map(({ request, ...name }) =>
    follow(name, (listeners) => awake.startTraining({ ...request, sideBySide: requests.length }, listeners)),
  );
  showRuns();
  announce('Training has begun.');
}

export async function continueRuns(saved: readonly SavedRun[]): Promise<void> {
  const awake = engine();
  startProblem.value = undefined;
  runs.value = distinguished(saved).map((run) => follow(run, (listeners) => awake.continueRun(run.id, listeners), run));
  showRuns();
  announce('Training goes on.');
}

/** Puts kept runs on the page as their files describe them. Rejects if one cannot be read. */
export async function openRuns(saved: readonly SavedRun[]): Promise<void> {
  const opened = await Promise.all(distinguished(saved).map(openedRun));
  await leaveRuns();
  startProblem.value = undefined;
  runs.value = opened;
}

export function pauseRuns(): void {
  for (const { training } of liveRuns()) void training?.pause().catch(() => {});
}

export function resumeRuns(): void {
  for (const { training } of liveRuns()) training?.resume();
}

/** One step of each. */
export async function stepRuns(): Promise<void> {
  if (!isTraining.peek()) await startRuns();
  await Promise.allSettled(liveRuns().map(({ training }) => training?.step()));
}

/** Takes the runs off the page. They stay in the list; only what never finished an epoch is forgotten. */
async function leaveRuns(): Promise<void> {
  const empty = runs.peek().filter(({ training, saved, epochs }) => training && !saved && epochs.peek().length === 0);
  runs.value = [];
  await Promise.allSettled(empty.map(({ training }) => training!.reset()));
}

/** Ends the trainings and forgets what they have not finished; all other runs stay in the list. */
export async function forgetRuns(): Promise<void> {
  const leaving = runs.peek().filter(isForgottenByReset);
  runs.value = [];
  // A run that another tab trains is not forgotten: the list of runs says so.
  await Promise.allSettled(leaving.map(({ training }) => training!.reset()));
}

/** Brings the curves into sight; how fast it moves is said in the style sheet, where readers can ask for no motion. */
function showRuns(): void {
  requestAnimationFrame(() => document.getElementById('runs')?.scrollIntoView({ block: 'start' }));
}

function liveRuns(): readonly Run[] {
  return runs.peek().filter(({ state }) => live.includes(state.peek()));
}

function namesOf({ files }: TrainingRequest): string {
  return files.map(({ name }) => name).join(', ');
}

function titleOf(rule: string | undefined): string {
  return rule ?? optimizerName.peek();
}
