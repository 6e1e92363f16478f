/** Step 4: ask a trained model about other molecules. */
import { DeviceChoice } from '../parts/device-choice.tsx';
import { More } from '../parts/more.tsx';
import { ProblemNotice, Sentences } from '../parts/notice.tsx';
import { OpeningNotice } from '../parts/opening-notice.tsx';
import { Step } from '../parts/step.tsx';
import { chosenRun, keyOf, modelFromFile } from '../state/predicting-model.ts';
import { filePrediction, type Predicted, pasted, predictionProblem } from '../state/prediction.ts';
import { results } from '../state/results.ts';
import { FilePredictionCard } from './file-prediction-card.tsx';
import { ModelChoice } from './model-choice.tsx';
import { PastedPredictions } from './pasted-predictions.tsx';
import { PredictedCard } from './predicted-card.tsx';
import { ReadyModels } from './ready-models.tsx';

export function PredictStep() {
  const model = modelFromFile.value;
  const runId = results.value.has(chosenRun.value) ? chosenRun.value : [...results.value.keys()][0];
  const ofThisModel = (predicted: Predicted | undefined): boolean => predicted?.by.key === keyOf(runId);
  const answered = [pasted.value, filePrediction.value].find(ofThisModel);
  const { warnings } = model ?? answered?.by.model ?? { warnings: [] };
  return (
    <Step
      id="predict"
      number={4}
      title="Predict"
      waiting={(model ?? runId) === undefined}
      lead="Ask a trained model about molecules that were never measured. Where it has no answer, it says why."
    >
      <ModelChoice runId={runId} />
      <ReadyModels open={(model ?? runId) === undefined} />
      <OpeningNotice place="predict" />
      <Sentences kind="caution" title="About this model" sentences={warnings} />
      {predictionProblem.value && <ProblemNotice title="That did not work" problem={predictionProblem.value} />}
      {(model ?? runId) !== undefined && (
        <>
          <div class="columns top-aligned">
            <PastedPredictions runId={runId} />
            <FilePredictionCard runId={runId} />
          </div>
          <More title="What computes the predictions">
            <div class="fields">
              <DeviceChoice />
            </div>
          </More>
          {ofThisModel(pasted.value) && (
            <PredictedCard predicted={pasted.value!} label="Predictions" download="Download these predictions" />
          )}
          {ofThisModel(filePrediction.value) && (
            <PredictedCard
              predicted={filePrediction.value!}
              label="Predictions of the file"
              download="Download the predictions"
            />
          )}
        </>
      )}
    </Step>
  );
}
