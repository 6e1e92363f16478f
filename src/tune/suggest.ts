/**
 * The settings of the next trial: at random, or by TPE. TPE parts the trials into the best tenth and the rest, draws from the density of the
 * best, and takes the draw that is likeliest there and least likely among the rest. Trials that are being trained count among the rest, so
 * that several at a time do not ask the same question.
 * Source: Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; Watanabe 2023, arXiv 2304.11127.
 */
import { ConfigError, RandomStream } from '../base/index.ts';
import { parzenDensity } from './parzen.ts';
import { drawPoint, type Point, pointOf, type Settings, type Space, settingsAt } from './space.ts';

export const samplers = ['tpe', 'random'] as const;
export type SamplerName = (typeof samplers)[number];

export interface SuggestOptions {
  readonly sampler: SamplerName;
  readonly seed: number;
  /** Of the trial, from 0: each has a random stream of its own. */
  readonly number: number;
  /** Settings of trials with a value, the best one first. */
  readonly ranked: readonly Settings[];
  /** Those without one yet. */
  readonly open: readonly Settings[];
  /** Throws ConfigError for settings that contradict each other. Returns what counts of them. */
  readonly check: (settings: Settings) => Settings;
}

/** Trials that are drawn at random before TPE has anything to learn from. */
const startup = 10;
const candidates = 24;
/** Draws before the space is taken to hold nothing new. */
const tries = 300;

/**
 * Settings that no trial has had; undefined where a space with few of them is used up.
 * Throws ConfigError if every draw contradicts itself.
 */
export function suggest(space: Space, options: SuggestOptions): Settings | undefined {
  const { seed, number, ranked, open, check } = options;
  const stream = new RandomStream(seed, `trial ${number}`);
  const known = new Set([...ranked, ...open].map(keyOf));
  let refused: unknown;
  let isRepeated = false;
  const accept = (point: Point): Settings | undefined => {
    try {
      const settings = check(settingsAt(space, point));
      if (!known.has(keyOf(settings))) return settings;
      isRepeated = true;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      refused = error;
    }
    return undefined;
  };
  for (const point of proposals(space, options, stream)) {
    const settings = accept(point);
    if (settings) return settings;
  }
  for (let left = tries; left > 0; left--) {
    const settings = accept(drawPoint(space, stream));
    if (settings) return settings;
  }
  if (isRepeated || !(refused instanceof ConfigError)) return undefined;
  throw new ConfigError({
    code: 'space-unusable',
    what: `none of ${tries} draws from the space is allowed; the last: ${refused.what}`,
    where: 'space',
    advice: 'Leave out the ranges that exclude each other, or make them narrower.',
    cause: refused,
  });
}

/** What TPE would like best, in this order; nothing at random. */
function proposals(space: Space, { sampler, ranked, open }: SuggestOptions, stream: RandomStream): Point[] {
  if (sampler === 'random' || ranked.length < startup) return [];
  const best = Math.min(25, Math.ceil(0.1 * ranked.length));
  const points = (trials: readonly Settings[]): Point[] => trials.map((settings) => pointOf(space, settings));
  const good = parzenDensity(space, points(ranked.slice(0, best)));
  const rest = parzenDensity(space, points([...ranked.slice(best), ...open]));
  return Array.from({ length: candidates }, () => good.draw(stream))
    .map((point) => ({ point, gain: good.log(point) - rest.log(point) }))
    .sort((left, right) => right.gain - left.gain)
    .map(({ point }) => point);
}

function keyOf(settings: Settings): string {
  return JSON.stringify(Object.entries(settings).sort(([left], [right]) => (left < right ? -1 : 1)));
}
