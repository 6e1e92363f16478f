/** Which atoms and bonds of a batch carry a label in contextual property prediction: drawn again whenever a molecule enters one. */
import type { RandomStream } from '../base/index.ts';

/** What pre-training predicts of a molecule. */
export interface PretrainTargets {
  /** Class of each atom's context, [atoms]. */
  readonly atomClasses: ArrayLike<number>;
  /** Class of each bond's context, in the order of the features, [bonds]. */
  readonly bondClasses: ArrayLike<number>;
  /** 1 for functional groups that the molecule has, else 0, [motifs]. */
  readonly motifs: ArrayLike<number>;
  /** Descriptors, standardized and within 6 deviations, [descriptors]; empty where they are no task. */
  readonly descriptors: ArrayLike<number>;
  /** 1 for the bits of a fingerprint that are set, else 0, [bits]; empty where they are no task. */
  readonly bits: ArrayLike<number>;
}

export interface Label {
  /** Position of its molecule in the batch. */
  readonly molecule: number;
  /** Counted over the atoms (or bonds) of the whole batch. */
  readonly position: number;
  readonly label: number;
}

/** Share of the positions that carry a label in training. */
const share = 0.15;

/** ceil(0.15 n) of each molecule's n positions, at random, in their order. classes: of each molecule's atoms, or bonds. */
export function drawLabels(classes: readonly ArrayLike<number>[], stream: RandomStream): Label[] {
  return labelsAt(classes, (own) => {
    const indices = stream.shuffle(Array.from({ length: own.length }, (_, index) => index));
    return indices.slice(0, Math.ceil(share * own.length)).sort((left, right) => left - right);
  });
}

/** Every position, as validation takes them: what a draw gives on average, without its noise. */
export function allLabels(classes: readonly ArrayLike<number>[]): Label[] {
  return labelsAt(classes, (own) => Array.from({ length: own.length }, (_, index) => index));
}

function labelsAt(
  classes: readonly ArrayLike<number>[],
  choose: (own: ArrayLike<number>) => readonly number[],
): Label[] {
  let first = 0;
  return classes.flatMap((own, molecule) => {
    const labels = choose(own).map((index) => ({ molecule, position: first + index, label: own[index]! }));
    first += own.length;
    return labels;
  });
}

/** How much each descriptor of a molecule counts, [molecules][descriptors]: those that are drawn equally, ceil(0.15 n) of them, the others not. */
export function drawDescriptors(molecules: number, descriptors: number, stream: RandomStream): Float64Array[] {
  const drawn = Math.ceil(share * descriptors);
  return Array.from({ length: molecules }, () => {
    const weights = new Float64Array(descriptors);
    const order = stream.shuffle(Array.from({ length: descriptors }, (_, index) => index));
    for (const index of order.slice(0, drawn)) weights[index] = 1 / drawn;
    return weights;
  });
}

/** All of them, as validation takes them. */
export function allDescriptors(molecules: number, descriptors: number): Float64Array[] {
  return Array.from({ length: molecules }, () => new Float64Array(descriptors).fill(1 / descriptors));
}
