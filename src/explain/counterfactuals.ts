/** The most similar training molecules with another outcome: what a small change of the molecule may do. */

import {
  fingerprintOf,
  type NeighborSearch,
  nearestMolecules,
  type TrainingMolecules,
} from '../applicability/index.ts';
import { populationDeviation } from '../base/index.ts';
import type { Molecule } from '../chem/index.ts';
import type { ModelCard } from '../runs/index.ts';
import { findTask } from '../tasks/index.ts';

export interface Counterfactual {
  readonly smiles: string;
  /** Tanimoto similarity to the explained molecule. */
  readonly similarity: number;
  /** Number, or number of the class. */
  readonly label: number;
}

/** Of a probability: the label is the other class. */
const otherClass = 0.5;

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
  const { labels, report } = findTask(card.taskType);
  const { training } = search;
  const enough = labels.hasClasses ? otherClass : (card.standardization?.std[task] ?? deviationOf(training, task));
  const labelOf = (position: number): number => training.labels[position * training.tasks + task]!;
  const isWanted = (position: number): boolean => {
    const label = labelOf(position);
    return !Number.isNaN(label) && report.error(label, outputs) >= enough;
  };
  return nearestMolecules(search, fingerprintOf(molecule), { count, isWanted }).map(
    ({ molecule: position, similarity }) => ({
      smiles: training.smiles[position]!,
      similarity,
      label: labelOf(position),
    }),
  );
}

/** Folds have no scale in common: that of the labels which the file keeps. Labels that do not differ have no outcome but one. */
function deviationOf({ labels, tasks }: TrainingMolecules, task: number): number {
  const present = labels.filter((label, at) => at % tasks === task && !Number.isNaN(label));
  return populationDeviation(present) || Number.POSITIVE_INFINITY;
}
