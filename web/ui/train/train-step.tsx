/** Step 2: choose how to train, train, watch. */
import { Fold } from '../parts/fold.tsx';
import { ProblemNotice } from '../parts/notice.tsx';
import { Step } from '../parts/step.tsx';
import { environment } from '../state/engine.ts';
import { runs, startProblem } from '../state/runs.ts';
import { tableState } from '../state/table.ts';
import { EstimateNotice } from './estimate-notice.tsx';
import { LiveView } from './live-view.tsx';
import { OptimizerForm } from './optimizer-form.tsx';
import { RunButtons } from './run-buttons.tsx';
import { SavedRunsOffer } from './saved-runs-offer.tsx';
import { TimeEstimate } from './time-estimate.tsx';
import { TrainingForm } from './training-form.tsx';

export function TrainStep() {
  const hasTable = tableState.value.kind === 'ready';
  const hasRuns = runs.value.length > 0;
  return (
    <Step
      id="train"
      number={2}
      title="Train"
      waiting={!hasTable && !hasRuns}
      lead="A graph transformer reads each molecule as atoms and bonds. The optimizer decides how it learns."
    >
      <SavedRunsOffer />
      {!hasTable && !hasRuns && <p class="waiting">Choose a table first; the example takes one click.</p>}
      {startProblem.value && <ProblemNotice title="These settings cannot be used" problem={startProblem.value} />}
      {(hasTable || hasRuns) && (
        <div class="stack" id="runs">
          <div class="row">
            <RunButtons />
            <TimeEstimate />
          </div>
          {hasRuns && <LiveView />}
        </div>
      )}
      {hasTable && (
        <Fold title="Settings of the training" folded={hasRuns}>
          <TrainingForm />
          <OptimizerForm />
          <EstimateNotice />
          {environment.value && !environment.value.crossOriginIsolated && (
            <p class="small muted">{environment.value.reason}</p>
          )}
        </Fold>
      )}
    </Step>
  );
}
