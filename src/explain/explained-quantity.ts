/**
 * What of a target's prediction is explained: a weighted sum of raw outputs, which the kind of task chooses, on the scale of the predictions.
 * Of classes the file corrects probabilities: where that is a factor and a shift of the logits (temperature, Platt), it is a factor and a shift of
 * what is explained too. A curve over probabilities (isotonic) is no sum, and a correction of networks and trees together says nothing of the
 * networks alone: both are left out, and the title says so.
 */
import type { ModelCard } from '../runs/index.ts';
import { type ExplainedQuantity, findTask } from '../tasks/index.ts';

type TargetCorrection = NonNullable<NonNullable<ModelCard['trust']>['classes']>['targets'][number];

/** raw: the outputs of the target, [outputs]. */
export function explainedQuantity(card: ModelCard, target: number, raw: ArrayLike<number>): ExplainedQuantity {
  const { tasks, taskType, classes, standardization, members } = card;
  const { explained, labels } = findTask(taskType);
  const quantity = explained!(raw, {
    name: tasks[target]!,
    classes: classes?.[target],
    scale: standardization && { mean: standardization.mean[target]!, std: standardization.std[target]! },
  });
  const corrected = correct(quantity, card, target);
  if (!members || !labels.hasClasses) return corrected;
  const how = isCorrected(card, target) && canExplain(card, target) ? ', calibrated as their mean probability is' : '';
  return { ...corrected, title: `${corrected.title}, mean of ${members.length} networks${how}` };
}

/** Corrections that the contributions leave out, in sentences. */
export function calibrationNotes(card: ModelCard): string[] {
  const left = card.tasks.filter((_, target) => isCorrected(card, target) && !canExplain(card, target));
  if (left.length === 0) return [];
  const why = card.trees ? 'for networks and trees together' : `by a curve (${card.trust!.classes!.method})`;
  return [
    `The probabilities of ${left.join(', ')} are calibrated ${why}: what is explained is what the model says before the calibration.`,
  ];
}

function correct(quantity: ExplainedQuantity, card: ModelCard, target: number): ExplainedQuantity {
  if (!isCorrected(card, target)) return quantity;
  if (!canExplain(card, target)) return { ...quantity, title: `${quantity.title} before the calibration` };
  const { scale, shift } = correctionOf(card, target)!;
  const ofShift = quantity.weights[quantity.weights.length > 1 ? 1 : 0]!;
  return {
    ...quantity,
    weights: quantity.weights.map((weight) => scale * weight),
    offset: scale * quantity.offset + ofShift * shift,
  };
}

function isCorrected(card: ModelCard, target: number): boolean {
  return (correctionOf(card, target)?.labels ?? 0) > 0;
}

function canExplain(card: ModelCard, target: number): boolean {
  return !card.trees && !correctionOf(card, target)?.curve;
}

function correctionOf({ trust }: ModelCard, target: number): TargetCorrection | undefined {
  return trust?.classes?.targets[target];
}
