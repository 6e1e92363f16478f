/**
 * Which settings decided what was good: how far the values of the best quarter of the trials are distributed otherwise than those of all.
 *     importance of a setting ~ integral of (good(x) / all(x) - 1)^2 all(x) dx,    scaled to a sum of 1
 * Source: Watanabe, Bansal and Hutter 2023, "PED-ANOVA", arXiv 2304.10255 (its measure, with one threshold).
 */
import { parzenDensity } from './parzen.ts';
import { type Parameter, type Point, positionOf } from './space.ts';
import { type Direction, ranked, type Study, type Trial } from './trial.ts';

export interface Importance {
  readonly path: string;
  /** 0 to 1. */
  readonly share: number;
}

/** Fewer trials say nothing. */
const fewest = 12;
const grid = 101;

/** The largest first; empty where there are too few trials to say. */
export function importanceOf({ space }: Study, trials: readonly Trial[], direction: Direction): Importance[] {
  const compared = ranked(trials, direction).filter(({ failure }) => failure === undefined);
  if (compared.length < fewest) return [];
  const good = compared.slice(0, Math.ceil(compared.length / 4));
  const raw = space.map((parameter) => ({ path: parameter.path, share: divergence(parameter, good, compared) }));
  const sum = raw.reduce((total, { share }) => total + share, 0);
  return raw
    .map(({ path, share }) => ({ path, share: sum > 0 ? share / sum : 0 }))
    .sort((left, right) => right.share - left.share);
}

function divergence(parameter: Parameter, good: readonly Trial[], all: readonly Trial[]): number {
  const density = (trials: readonly Trial[]) => parzenDensity([parameter], pointsOf(parameter, trials));
  const [ofGood, ofAll] = [density(good), density(all)];
  const points: Point[] =
    parameter.kind === 'choice'
      ? parameter.values.map((_, index) => [index])
      : Array.from({ length: grid }, (_, index) => [index / (grid - 1)]);
  const sum = points.reduce((total, point) => {
    const base = Math.exp(ofAll.log(point));
    return total + (Math.exp(ofGood.log(point)) / base - 1) ** 2 * base;
  }, 0);
  return parameter.kind === 'choice' ? sum : sum / points.length;
}

/** Trials in which the setting acted. */
function pointsOf(parameter: Parameter, trials: readonly Trial[]): Point[] {
  return trials.flatMap(({ settings }) => {
    const value = settings[parameter.path];
    return value === undefined ? [] : [[positionOf(parameter, value)]];
  });
}
