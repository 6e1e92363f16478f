/**
 * How much too good the best of many trials looks. Each replicate (seed or fold) is left out once: the trial that is best by the others is
 * looked up in it. What is lost in this way, on average, is what the choice owes to chance.
 */
import { mean } from '../base/index.ts';
import { compareValues, type Direction, type Study, type Trial } from './trial.ts';

export interface Optimism {
  /** Trials with a value, stopped ones too: the choice was among all of them. */
  readonly trials: number;
  /** Mean validation metric of the best one, as it was chosen. */
  readonly chosen: number;
  /** The same of a choice that did not see what it is judged by; undefined with one replicate. */
  readonly honest: number | undefined;
}

export function optimismOf({ rungs }: Study, trials: readonly Trial[], direction: Direction): Optimism | undefined {
  const complete = trials.filter(({ values, failure }) => failure === undefined && values.length === rungs.length);
  const best = bestBy(complete, ({ values }) => values.at(-1)!, direction);
  if (!best) return undefined;
  const count = best.perReplicate.length;
  const common = { trials: trials.filter(({ values }) => values.length > 0).length, chosen: best.values.at(-1)! };
  if (count < 2) return { ...common, honest: undefined };
  const seen = Array.from({ length: count }, (_, left) => {
    const byOthers = ({ perReplicate }: Trial): number =>
      perReplicate.reduce((sum, value, index) => (index === left ? sum : sum + value), 0);
    return bestBy(complete, byOthers, direction)!.perReplicate[left]!;
  });
  return { ...common, honest: mean(seen) };
}

function bestBy(trials: readonly Trial[], scoreOf: (trial: Trial) => number, direction: Direction): Trial | undefined {
  return trials.toSorted((left, right) => compareValues(scoreOf(left), scoreOf(right), direction))[0];
}
