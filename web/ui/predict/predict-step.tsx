/** Step 4: ask a trained model about other molecules. */
import { ProblemNotice, Sentences } from '../parts/notice.tsx';
import { OpeningNotice } from '../parts/opening-notice.tsx';
import { Step } from '../parts/step.tsx';
import { chosenRun, modelFromFile, predictionProblem } from '../state/prediction.ts';
import { results } from '../state/results.ts';
import { FilePredictionCard } from './file-prediction-card.tsx';
import { ModelChoice } from './model-choice.tsx';
import { PastedPredictions } from './pasted-predictions.tsx';

export function PredictStep() {
  const model = modelFromFile.value;
  const runId = results.value.has(chosenRun.value) ? chosenRun.value : [...results.value.keys()][0];
  return (
    <Step
      id="predict"
      number={4}
      title="Predict"
      waiting={(model ?? runId) === undefined}
      lead="Ask a trained model about molecules that were never measured. Where it has no answer, it says why."
    >
      <ModelChoice runId={runId} />
      <OpeningNotice place="predict" />
      {model && <Sentences kind="caution" title="About this model" sentences={model.warnings} />}
      {predictionProblem.value && <ProblemNotice title="That did not work" problem={predictionProblem.value} />}
      {(model ?? runId) !== undefined && (
        <div class="columns top-aligned">
          <PastedPredictions runId={runId} />
          <FilePredictionCard runId={runId} />
        </div>
      )}
    </Step>
  );
}
