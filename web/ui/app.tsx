/** The page: four steps from top to bottom, and one voice for screen readers. */
import { DataStep } from './data/data-step.tsx';
import { PredictStep } from './predict/predict-step.tsx';
import { ResultsStep } from './results/results-step.tsx';
import { announcement } from './state/announce.ts';
import { TrainStep } from './train/train-step.tsx';

export function App() {
  return (
    <>
      <DataStep />
      <TrainStep />
      <ResultsStep />
      <PredictStep />
      <p class="visually-hidden" aria-live="polite">
        {announcement.value}
      </p>
    </>
  );
}
