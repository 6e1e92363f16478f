/** The most similar training molecules with another outcome: what a small change of the molecule may do. */

import {
  fingerprintOf,
  type NeighborSearch,
  nearestMolecules,
  type TrainingMolecules,
} from '../applicability/index.ts';
import { populationDeviation } from '../base/index.ts';
import type { Molecule } from '../chem/index.ts';
import { likeliest } from '../metrics/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';

export interface Counterfactual {
  readonly smiles: string;
  /** Tanimoto similarity to the explained molecule. */
  readonly similarity: number;
  /** Number, or number of the class. */
  readonly label: number;
}

/**
 * Another outcome: a label of another class than the predicted one, or one that is at least a standard deviation of the training labels
 * away from the prediction. outputs: the prediction of this target as users read it, [outputs].
 */
export function counterfactuals(
  search: NeighborSearch,
  molecule: Molecule,
  { card, task, outputs }: { readonly card: ModelCard; readonly task: number; readonly outputs: ArrayLike<number> },
  count = 3,
): Counterfactual[] {
  const { training } = search;
  const isOther = otherOutcome(card, { training, task, outputs });
  const labelOf = (position: number): number => training.labels[position * training.tasks + task]!;
  const isWanted = (position: number): boolean => !Number.isNaN(labelOf(position)) && isOther(labelOf(position));
  return nearestMolecules(search, fingerprintOf(molecule), { count, isWanted }).map(
    ({ molecule: position, similarity }) => ({
      smiles: training.smiles[position]!,
      similarity,
      label: labelOf(position),
    }),
  );
}

/** Of several classes the likeliest one may have less than half of the probability: it is compared, not how probable a label is. */
function otherOutcome(
  { taskType, standardization }: ModelCard,
  { training, task, outputs }: { training: TrainingMolecules; task: number; outputs: ArrayLike<number> },
): (label: number) => boolean {
  const { classProbabilities, report } = findTask(taskType);
  if (classProbabilities) {
    const predicted = likeliest(classProbabilities(outputs));
    return (label) => label !== predicted;
  }
  const enough = standardization?.std[task] ?? deviationOf(training, task);
  return (label) => report.error(label, outputs) >= enough;
}

/** Folds have no scale in common: that of the labels which the file keeps. Labels that do not differ have no outcome but one. */
function deviationOf({ labels, tasks }: TrainingMolecules, task: number): number {
  const present = labels.filter((label, at) => at % tasks === task && !Number.isNaN(label));
  return populationDeviation(present) || Number.POSITIVE_INFINITY;
}
