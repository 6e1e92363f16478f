/** Which atoms and bonds of a batch carry a label in contextual property prediction: drawn anew whenever a molecule enters one. */
import type { RandomStream } from '../../base/random.ts';

/** What pre-training predicts of a molecule. */
export interface PretrainTargets {
  /** Class of each atom's context, [atoms]. */
  readonly atomClasses: ArrayLike<number>;
  /** Class of each bond's context, in the order of the features, [bonds]. */
  readonly bondClasses: ArrayLike<number>;
  /** 1 for functional groups that the molecule has, else 0, [motifs]. */
  readonly motifs: ArrayLike<number>;
}

export interface Label {
  /** Counted over the atoms (or bonds) of the whole batch. */
  readonly place: number;
  readonly label: number;
}

const share = 0.15;

/** ceil(0.15 n) of each molecule's n places, at random, in their order. classes: of each molecule's atoms, or bonds. */
export function drawLabels(classes: readonly ArrayLike<number>[], stream: RandomStream): Label[] {
  let first = 0;
  return classes.flatMap((own) => {
    const places = stream.shuffle(Array.from({ length: own.length }, (_, place) => place));
    const chosen = places.slice(0, Math.ceil(share * own.length)).sort((left, right) => left - right);
    const labels = chosen.map((place) => ({ place: first + place, label: own[place]! }));
    first += own.length;
    return labels;
  });
}
