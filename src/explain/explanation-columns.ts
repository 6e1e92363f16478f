/** Explanations as columns of a table: for each target what is explained, the baseline, a list with a number an atom, and the rest. */
import { formatFloat32 } from '../predict/index.ts';
import type { ModelCard } from '../runs/index.ts';
import type { ExplanationMethod } from './explainer.ts';
import type { Explanation } from './explanation.ts';

/** What decides which columns there are. */
interface ExplainedModel {
  readonly targets: readonly string[];
  readonly method: ExplanationMethod;
  readonly card: Pick<ModelCard, 'classes'>;
}

/** Behind the columns of the input, in this order; then `reason`. */
export function explanationColumns({ targets, method, card }: ExplainedModel): string[] {
  const ofTarget = ['explained', ...(card.classes ? ['explained_class'] : []), 'baseline', 'contributions', 'residual'];
  return [
    'explained_smiles',
    ...(method === 'shapley' ? ['fragments'] : []),
    ...targets.flatMap((target) => ofTarget.map((name) => `${target}_${name}`)),
    ...targets.flatMap((target) => [`${target}_counterfactual_smiles`, `${target}_counterfactual_similarity`]),
  ];
}

/** A cell for each column of `explanationColumns`. Lists are JSON, in the order of the atoms of `explained_smiles`. */
export function explanationCells(
  { smiles, fragments, targets, counterfactuals }: Explanation,
  card: Pick<ModelCard, 'classes'>,
): string[] {
  return [
    smiles,
    ...(fragments ? [JSON.stringify([...fragments])] : []),
    ...targets.flatMap(({ prediction, ofClass = '', baseline, contributions, residual }) => [
      formatFloat32(prediction),
      ...(card.classes ? [ofClass] : []),
      formatFloat32(baseline),
      `[${Array.from(contributions, formatFloat32).join()}]`,
      residual.toExponential(1),
    ]),
    ...counterfactuals.flatMap(([first]) => (first ? [first.smiles, first.similarity.toFixed(4)] : ['', ''])),
  ];
}
