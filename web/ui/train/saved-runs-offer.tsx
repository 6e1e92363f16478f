/** Trainings that a reload or a closed tab interrupted, with an offer to go on. */
import { Notice } from '../parts/notice.tsx';
import { plural } from '../parts/numbers.ts';
import { bringTable } from '../state/open-file.ts';
import { continueRuns, runs } from '../state/runs.ts';
import { forgetSaved, interrupted } from '../state/saved-runs.ts';
import { distinguished } from './distinguished.ts';
import { titleOfRun } from './run-title.ts';

export function SavedRunsOffer() {
  const saved = distinguished(interrupted.value);
  if (saved.length === 0 || runs.value.length > 0) return null;
  const [first] = saved;
  return (
    <Notice kind="offer" title="A training was interrupted">
      <p>
        {first!.data}:{' '}
        {saved
          .map(
            ({ epochsDone, epochs, ...run }) => `${titleOfRun(run)} after ${epochsDone} of ${plural(epochs, 'epoch')}`,
          )
          .join(', ')}
        . It goes on from there, as if nothing had happened.
      </p>
      <div class="row">
        <button
          type="button"
          class="primary"
          onClick={() => {
            void continueRuns(saved);
            void bringTable(first!);
          }}
        >
          Continue training
        </button>
        <button type="button" onClick={() => void forgetSaved(saved)}>
          Forget it
        </button>
      </div>
    </Notice>
  );
}
