/** Start, pause, one step, reset. */
import { useState } from 'preact/hooks';
import { plural } from '../parts/numbers.ts';
import { epochsDone, isForgottenByReset } from '../state/run.ts';
import {
  continuable,
  continueRuns,
  forgetRuns,
  isPaused,
  isTraining,
  pauseRuns,
  resumeRuns,
  runs,
  startRuns,
  stepRuns,
} from '../state/runs.ts';
import { listSaved } from '../state/saved-runs.ts';
import { tableState } from '../state/table.ts';

export function RunButtons() {
  const training = isTraining.value;
  const paused = isPaused.value;
  const hasRuns = runs.value.length > 0;
  const hasOwnRuns = runs.value.some(({ training }) => training);
  const stopped = continuable.value;
  const canStart = tableState.value.kind === 'ready';
  // One button for all of it: whoever pressed it with the keyboard stays on it.
  const [title, act] = paused
    ? (['Go on', resumeRuns] as const)
    : training
      ? (['Pause', pauseRuns] as const)
      : stopped.length > 0
        ? (['Continue training', () => void continueRuns(stopped)] as const)
        : ([hasOwnRuns ? 'Train again' : 'Start training', () => void startRuns()] as const);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar, not a set of form fields
    <div class="row" role="group" aria-label="Training">
      {(training || canStart || stopped.length > 0) && (
        <button type="button" class="primary" onClick={act}>
          {title}
        </button>
      )}
      {(training || canStart) && (
        <button type="button" onClick={() => void stepRuns()}>
          One step
        </button>
      )}
      {hasRuns && <ResetButton />}
    </div>
  );
}

/** Asks before it throws away what was trained: an hour is lost by one click otherwise. */
function ResetButton() {
  const [asks, setAsks] = useState(false);
  const unfinished = runs.value.filter((run) => isForgottenByReset(run) && epochsDone(run) > 0);
  const forget = (): void => {
    setAsks(false);
    void forgetRuns().then(listSaved);
  };
  if (!asks || unfinished.length === 0) {
    return (
      <button type="button" onClick={() => (unfinished.length > 0 ? setAsks(true) : forget())}>
        Reset
      </button>
    );
  }
  const done = Math.max(...unfinished.map(epochsDone));
  return (
    <>
      <span role="alert">Forget {plural(done, 'finished epoch')}?</span>
      <button type="button" onClick={forget}>
        Forget
      </button>
      <button type="button" onClick={() => setAsks(false)}>
        Keep
      </button>
    </>
  );
}
