/** Whether a random forest is fitted for comparison, how far it is, and what it took. */
import type { RunResults } from '../../engine/protocol.ts';
import { CheckInput } from '../parts/inputs.tsx';
import { duration, short } from '../parts/numbers.ts';
import { fittingForest, forestProblems, wantForest, wantsForest } from '../state/forest.ts';
import { isTraining } from '../state/runs.ts';

export function ForestChoice({ all }: { readonly all: readonly RunResults[] }) {
  return (
    <CheckInput
      label="Compare with a random forest"
      help={`Fitted to the same training set, on fingerprints and descriptors, in the background. ${stateOf(all)}`}
      checked={wantsForest.value}
      onChange={wantForest}
    />
  );
}

function stateOf(all: readonly RunResults[]): string {
  const isFitting = all.some(({ id }) => id === fittingForest.value);
  if (isFitting) return 'It is being fitted; this takes seconds, for thousands of molecules up to a minute.';
  const problem = all.map(({ id }) => forestProblems.value.get(id)).find((each) => each !== undefined);
  if (problem) return `It could not be fitted: ${problem.what}.`;
  const seconds = all
    .flatMap(({ testEvaluation }) => testEvaluation.baselines)
    .find(({ seconds }) => seconds !== undefined)?.seconds;
  if (seconds !== undefined) return `It took ${seconds < 10 ? `${short(seconds)} s` : duration(seconds)}.`;
  if (wantsForest.value && isTraining.value) return 'It begins when the training ends.';
  return 'It takes seconds, for thousands of molecules up to a minute.';
}
