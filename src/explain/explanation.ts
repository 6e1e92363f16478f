/** Everything that is said of one structure: its prediction, what each atom contributes, and the training molecules beside it. */
import { neighborSearch, readTrainingMolecules } from '../applicability/index.ts';
import type { ModelPredictorOptions, Structure, StructurePrediction } from '../predict/index.ts';
import { type Counterfactual, counterfactuals } from './counterfactuals.ts';
import { type ExplainedMolecule, type Explainer, type ExplainOptions, openExplainer } from './explainer.ts';

export interface Explanation extends ExplainedMolecule {
  readonly prediction: StructurePrediction;
  /** Of each explained target: similar training molecules with another outcome; none if the file keeps no training molecules. */
  readonly counterfactuals: readonly (readonly Counterfactual[])[];
}

export interface ExplanationSource extends Pick<Explainer, 'release' | 'warnings'> {
  readonly predictor: Explainer['predictor'];
  explain(structure: Structure, options?: ExplainOptions): Promise<Explanation | { readonly reason: string }>;
}

/** Throws what openExplainer throws. */
export async function openExplanations(
  bytes: Uint8Array,
  options: Omit<ModelPredictorOptions, 'withApplicability'>,
): Promise<ExplanationSource> {
  const explainer = await openExplainer(bytes, { ...options, withApplicability: 'if-kept' });
  const { predictor } = explainer;
  const { card } = predictor;
  const training = readTrainingMolecules(bytes, options.where);
  const search = training && neighborSearch(training);
  return {
    predictor,
    warnings: [...predictor.warnings, ...explainer.warnings],
    async explain(structure, explainOptions = {}) {
      const explained = await explainer.explain(structure, explainOptions);
      if ('reason' in explained) return explained;
      const [prediction] = await predictor.predict([structure]);
      const { values, reason = 'it cannot be predicted' } = prediction!;
      if (!values) return { reason };
      const width = values.length / card.tasks.length;
      const others = explained.targets.map(({ target }) => {
        const task = card.tasks.indexOf(target);
        const outputs = values.slice(task * width, (task + 1) * width);
        return search ? counterfactuals(search, explained.molecule, { card, task, outputs }) : [];
      });
      return { ...explained, prediction: prediction!, counterfactuals: others };
    },
    release: () => explainer.release(),
  };
}
