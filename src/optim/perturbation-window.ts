/**
 * When a method of the family acts: from an epoch of the training until another. Before and after, the base rule gets the plain
 * gradient at the cost of one evaluation. Perturbing late reaches nearly the whole effect of perturbing throughout
 * (arXiv 2410.10373), because it is the end of a training that settles in a minimum.
 *
 *     from, until:  below 1 a share of the epochs, otherwise a number of epochs; epoch e (from 0) is perturbed if
 *                   from <= e < until, shares rounded to the nearest epoch
 */
import { ConfigError } from '../base/index.ts';
import type { Clock } from './objective.ts';

export interface PerturbationWindow {
  /** Epochs of the base rule before the first perturbed one, or their share of the training. Default 0. */
  readonly from?: number | undefined;
  /** Epochs after which nothing is perturbed any more, or their share of the training. Default: to the end. */
  readonly until?: number | undefined;
}

/** Throws ConfigError for what is neither a share nor a number of epochs, and for a window that is empty in any training. */
export function checkWindow({ from = 0, until }: PerturbationWindow): void {
  for (const [name, value] of Object.entries({ from, until })) {
    if (value === undefined || (value >= 0 && (value < 1 || Number.isInteger(value)))) continue;
    throw new ConfigError({
      code: 'wrong-value',
      path: ['optimizer', 'perturb', name],
      what: `${value} is neither a share of the training nor a number of epochs`,
      advice: 'Give a share below 1, or a whole number of epochs.',
    });
  }
  const areComparable = until !== undefined && from < 1 === until < 1;
  if (areComparable && from >= until) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['optimizer', 'perturb', 'until'],
      what: `the perturbation begins after ${from} and ends after ${until}: nothing would be perturbed`,
      advice: 'Let it end later than it begins.',
    });
  }
}

/** Whether this epoch's steps are perturbed. */
export function isPerturbed(window: PerturbationWindow, { epoch, epochs }: Clock): boolean {
  const { from, until } = perturbedEpochs(window, epochs);
  return from <= epoch && epoch < until;
}

/** The window in epochs of a training of so many, from 0: from <= epoch < until, which is infinite where none is given. */
export function perturbedEpochs(
  { from = 0, until }: PerturbationWindow,
  epochs: number,
): { readonly from: number; readonly until: number } {
  return {
    from: epochsOf(from, epochs),
    until: until === undefined ? Number.POSITIVE_INFINITY : epochsOf(until, epochs),
  };
}

/** `from epoch 3 on`, `until epoch 5`, counted from 1 as they are shown. */
export function spanText(
  { from, until }: { readonly from: number; readonly until?: number | undefined },
  epochs: number,
): string {
  if (until === undefined || until >= epochs) return `from epoch ${from + 1} on`;
  return from === 0 ? `until epoch ${until}` : `from epoch ${from + 1} until epoch ${until}`;
}

/** The same of a window; undefined where none is given. */
export function windowText(window: PerturbationWindow, epochs: number): string | undefined {
  const isGiven = window.from !== undefined || window.until !== undefined;
  return isGiven ? spanText(perturbedEpochs(window, epochs), epochs) : undefined;
}

function epochsOf(bound: number, epochs: number): number {
  return bound < 1 ? Math.round(bound * epochs) : bound;
}
