/** Start, pause, one step, reset. */
import { forgetRuns, isPaused, isTraining, pauseRuns, resumeRuns, runs, startRuns, stepRuns } from '../state/runs.ts';
import { tableState } from '../state/table.ts';

export function RunButtons() {
  const training = isTraining.value;
  const paused = isPaused.value;
  const hasRuns = runs.value.length > 0;
  const canStart = tableState.value.kind === 'ready';
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar, not a set of form fields
    <div class="row" role="group" aria-label="Training">
      {!training && canStart && (
        <button type="button" class="primary" onClick={() => void startRuns()}>
          {hasRuns ? 'Train again' : 'Start training'}
        </button>
      )}
      {training && (
        <button type="button" class="primary" onClick={paused ? resumeRuns : pauseRuns}>
          {paused ? 'Go on' : 'Pause'}
        </button>
      )}
      {(training || canStart) && (
        <button type="button" onClick={() => void stepRuns()}>
          One step
        </button>
      )}
      {hasRuns && (
        <button type="button" onClick={() => void forgetRuns()}>
          Reset
        </button>
      )}
    </div>
  );
}
