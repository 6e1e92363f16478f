/** What a process that tunes does next, decided from the trials alone: the same trials give the same answer. */
import type { Part } from '../base/index.ts';
import { lastPromotion, promotable } from './halving.ts';
import { suggest } from './suggest.ts';
import { type Direction, isSettled, ranked, type Study, type Trial } from './trial.ts';
import { withSettings } from './trial-config.ts';

export interface NextOptions {
  /** How many trials there are to be. */
  readonly trials: number;
  readonly direction: Direction;
  /** Only these trials are begun and continued here. */
  readonly part?: Part | undefined;
  /** Now, for the record. */
  readonly now: string;
}

export type Next =
  /** A trial that is new, or may go on: its file is to be written. */
  | { readonly kind: 'trial'; readonly trial: Trial }
  /** Trials are being trained that decide what comes next. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'done' };

/** What comes after the trials that are begun, if all of those are in hand. Throws ConfigError if the space allows nothing. */
export function nextTrial(
  study: Study,
  trials: readonly Trial[],
  { trials: wanted, direction, part, now }: NextOptions,
): Next {
  const isOurs = ({ number }: Pick<Trial, 'number'>): boolean => !part || number % part.count === part.index - 1;
  const ours = trials.filter(isOurs);
  const rungs = study.rungs.length;
  const onward = promotable(ours, rungs, direction);
  if (onward) return { kind: 'trial', trial: { ...onward, level: onward.level + 1 } };
  const number = freeNumber(trials, wanted, isOurs);
  if (number !== undefined) {
    const settings = suggestFor(study, trials, number, direction);
    if (settings) {
      const empty = { values: [], perReplicate: [], curve: [] };
      return { kind: 'trial', trial: { number, settings, level: 0, ...empty, started: now } };
    }
  }
  if (ours.some((trial) => !isSettled(trial))) return { kind: 'wait' };
  const last = lastPromotion(ours, rungs, direction);
  return last ? { kind: 'trial', trial: { ...last, level: last.level + 1 } } : { kind: 'done' };
}

function freeNumber(
  trials: readonly Trial[],
  wanted: number,
  isOurs: (trial: { readonly number: number }) => boolean,
): number | undefined {
  const taken = new Set(trials.map(({ number }) => number));
  for (let number = 0; number < wanted; number++) if (!taken.has(number) && isOurs({ number })) return number;
  return undefined;
}

function suggestFor(
  { space, base, sampler, seed }: Study,
  trials: readonly Trial[],
  number: number,
  direction: Direction,
) {
  const settingsOf = (list: readonly Trial[]) => list.map(({ settings }) => settings);
  const known = ranked(trials, direction);
  return suggest(space, {
    ...{ sampler, seed, number },
    ranked: settingsOf(known),
    open: settingsOf(trials.filter((trial) => !known.includes(trial))),
    check: (settings) => withSettings(base, settings, 'space').settings,
  });
}
