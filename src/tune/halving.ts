/**
 * ASHA: which trial may go on. All begin with few epochs; of those that were compared at a rung the best third is trained to the next one,
 * as soon as there are enough, without waiting for the others. A trial that stays behind is a run that can be resumed.
 * Source: Li et al. 2020, "A system for massively parallel hyperparameter tuning", arXiv 1810.05934.
 */
import { compareValues, type Direction, type Trial } from './trial.ts';

export const pruners = ['asha', 'none'] as const;
export type PrunerName = (typeof pruners)[number];

const keep = 3;

/** 30 epochs: 3, 10, 30. Training that is too short to be compared has one rung. */
export function rungsOf(epochs: number, pruner: PrunerName): number[] {
  const rungs = [epochs];
  if (pruner === 'asha') {
    // After fewer epochs the learning rate has hardly risen.
    for (let next = Math.round(epochs / keep); next >= 3 && rungs.length < 4; next = Math.round(next / keep))
      rungs.unshift(next);
  }
  return rungs;
}

/** The trial that goes to its next rung; of several the one that is furthest. */
export function promotable(trials: readonly Trial[], rungs: number, direction: Direction): Trial | undefined {
  for (let rung = rungs - 2; rung >= 0; rung--) {
    const compared = atRung(trials, rung, direction);
    const next = compared.slice(0, Math.floor(compared.length / keep)).find(({ level }) => level === rung);
    if (next) return next;
  }
  return undefined;
}

/** When no further trials begin, and none was trained to the end: the best of those that came furthest. */
export function lastPromotion(trials: readonly Trial[], rungs: number, direction: Direction): Trial | undefined {
  if (atRung(trials, rungs - 1, direction).length > 0) return undefined;
  for (let rung = rungs - 2; rung >= 0; rung--) {
    const [best] = atRung(trials, rung, direction);
    if (best) return best.level === rung ? best : undefined;
  }
  return undefined;
}

/** Trials with a value there, the best first. */
function atRung(trials: readonly Trial[], rung: number, direction: Direction): Trial[] {
  return trials
    .filter(({ values, failure }) => failure === undefined && values.length > rung)
    .toSorted((left, right) => compareValues(left.values[rung]!, right.values[rung]!, direction));
}
