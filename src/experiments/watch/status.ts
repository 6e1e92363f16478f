/** How far a folder of runs is, as plain data: counts and the time that is left, from what was seen of each run. */

export const runStates = ['running', 'failed', 'waiting', 'stopped', 'finished'] as const;
/** waiting: not begun, or interrupted and in nobody's hands. stopped: a search goes on without it, for now. */
export type RunState = (typeof runStates)[number];

export interface WatchedRun {
  readonly name: string;
  readonly state: RunState;
  /** Epochs that it has. */
  readonly epoch: number;
  /** Epochs that it is to have; undefined where it has none, as a classical model, or where nothing says how many. */
  readonly epochs?: number | undefined;
  /** Of the epochs that it has. */
  readonly seconds: number;
  /** Why it failed. */
  readonly reason?: string | undefined;
}

export interface FolderStatus {
  /** In the order of the plan, or of their names. */
  readonly runs: readonly WatchedRun[];
  readonly counts: Readonly<Record<RunState, number>>;
  /** Of all epochs that are to be, 0 to 1; of all runs where nothing has epochs. */
  readonly share: number;
  /**
   * At the speed of now: the epochs that are left at the mean time of those that are done, divided by the number of runs in hand. Undefined
   * where nobody works, or before an epoch is done. Trainings that stop early take less.
   */
  readonly secondsLeft: number | undefined;
  /** Nothing is left to do; what failed stays so until the same command is called again. */
  readonly isOver: boolean;
}

/** isOver: what is known beside the runs, of a search that may begin more of them. Default: when none runs or waits. */
export function statusOf(runs: readonly WatchedRun[], isOver?: boolean): FolderStatus {
  const counts = Object.fromEntries(
    runStates.map((state) => [state, runs.filter((run) => run.state === state).length]),
  ) as Record<RunState, number>;
  const isLeft = ({ state }: WatchedRun): boolean => state === 'running' || state === 'waiting';
  const speed = secondsPerEpoch(runs);
  const left = runs.filter(isLeft).map((run) => epochsLeft(run) * (secondsPerEpoch([run]) ?? speed ?? Number.NaN));
  const seconds = left.reduce((sum, each) => sum + each, 0) / counts.running;
  const ended = isOver ?? !runs.some(isLeft);
  return {
    runs,
    counts,
    share: shareOf(runs),
    secondsLeft: !ended && Number.isFinite(seconds) ? seconds : undefined,
    isOver: ended,
  };
}

function epochsLeft({ epoch, epochs }: WatchedRun): number {
  return Math.max(0, (epochs ?? epoch) - epoch);
}

function secondsPerEpoch(runs: readonly WatchedRun[]): number | undefined {
  const epochs = runs.reduce((sum, { epoch }) => sum + epoch, 0);
  return epochs === 0 ? undefined : runs.reduce((sum, { seconds }) => sum + seconds, 0) / epochs;
}

/** A run that has ended counts as whole, however many epochs it took. */
function shareOf(runs: readonly WatchedRun[]): number {
  const longest = Math.max(1, ...runs.map(({ epochs }) => epochs ?? 0));
  const weight = ({ epochs }: WatchedRun): number => epochs || longest;
  const done = (run: WatchedRun): number =>
    run.state === 'running' || run.state === 'waiting' ? Math.min(run.epoch, weight(run)) : weight(run);
  const whole = runs.reduce((sum, run) => sum + weight(run), 0);
  return whole === 0 ? 0 : runs.reduce((sum, run) => sum + done(run), 0) / whole;
}
