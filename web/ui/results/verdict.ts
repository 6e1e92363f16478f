/**
 * One plain sentence on what a model is worth. The rule: by the 95 % interval of the difference between the model and what it is compared with,
 * measured on the same test molecules. An interval without zero says clearly better or clearly worse. With zero in it the two are about as good
 * where they differ by at most a tenth of what the baseline gains over guessing; else, and without an interval, the test set is too small to tell.
 */
import type { Difference, TestBaseline, TestMetric } from '../../engine/protocol.ts';
import { plural, short, toPrecisionOf } from '../parts/numbers.ts';
import { titleOfMetric } from './metric-name.ts';

export type Standing = 'clearly better' | 'perhaps better' | 'level' | 'perhaps worse' | 'clearly worse';

/** alike: a difference up to this is none to speak of. */
export function standingOf(direction: TestMetric['direction'], { value, interval }: Difference, alike = 0): Standing {
  const better = direction === 'higher' ? value : -value;
  if (interval && (interval[0] > 0 || interval[1] < 0)) return better > 0 ? 'clearly better' : 'clearly worse';
  if (Math.abs(value) <= alike) return 'level';
  return better > 0 ? 'perhaps better' : 'perhaps worse';
}

const mean = 'guessing the mean of the training set';
const forest = 'a random forest';

/** molecules: of the test set, with a label. */
const words: Readonly<Record<TestBaseline['name'], Readonly<Record<Standing, (molecules: string) => string>>>> = {
  mean: {
    'clearly better': () => `clearly better than ${mean}`,
    'perhaps better': (molecules) => `perhaps better than ${mean}, but ${molecules} are too few to tell`,
    level: () => `no better than ${mean}`,
    'perhaps worse': () => `no better than ${mean}`,
    'clearly worse': () => `worse than ${mean}`,
  },
  forest: {
    'clearly better': () => `clearly better than ${forest}`,
    'perhaps better': (molecules) => `perhaps better than ${forest}, but ${molecules} are too few to tell`,
    level: () => `about as good as ${forest}`,
    'perhaps worse': (molecules) => `perhaps worse than ${forest}, but ${molecules} are too few to tell`,
    'clearly worse': () => `clearly worse than ${forest}`,
  },
};

/** Of what a baseline gains over guessing. */
const alikeShare = 0.1;

export interface TestedModel {
  /** For instance `This model`. */
  readonly name: string;
  /** The metric that is compared: the first of the run. */
  readonly metric: TestMetric;
  readonly baselines: readonly TestBaseline[];
  /** With a label in the test set. */
  readonly molecules: number;
}

/** Undefined where there is nothing to compare with. */
export function verdict({ name, metric, baselines, molecules }: TestedModel): string | undefined {
  const scoreOf = ({ metrics }: TestBaseline): number | null | undefined =>
    metrics.find((each) => titleOfMetric(each) === titleOfMetric(metric))?.value;
  const guess = baselines.find((each) => each.name === 'mean');
  const guessed = guess && scoreOf(guess);
  const parts = baselines.flatMap((baseline) => {
    const other = scoreOf(baseline);
    if (typeof other !== 'number' || metric.value === null) return [];
    // Of a forest that the command line fitted only the metric is known.
    const difference = baseline.difference ?? { value: metric.value - other };
    const alike = typeof guessed === 'number' ? alikeShare * Math.abs(other - guessed) : 0;
    const standing = standingOf(metric.direction, difference, alike);
    const numbers = baseline.name === 'mean' ? `${short(metric.value)} against ${short(other)}` : short(other);
    const text = words[baseline.name][standing](plural(molecules, 'molecule'));
    return [`${text} (${titleOfMetric(metric)} ${numbers})`];
  });
  return parts.length === 0 ? undefined : `${name} is ${parts.join('; ')}.`;
}

/** `+0.03 [-0.1, 0.2]` of one run minus another, and what that says. */
export function differenceText(
  direction: TestMetric['direction'],
  difference: Difference,
  [first, second]: readonly [string, string],
): string {
  const { value, interval = [value, value] } = difference;
  const [said, low, high] = toPrecisionOf(interval[1] - interval[0], [value, ...interval]);
  const range = difference.interval ? ` [${low}, ${high}]` : '';
  const comparisons: Readonly<Record<Standing, string>> = {
    'clearly better': `${first} is clearly better`,
    'perhaps better': 'no clear difference',
    level: 'no difference',
    'perhaps worse': 'no clear difference',
    'clearly worse': `${second} is clearly better`,
  };
  return `${value > 0 ? '+' : ''}${said}${range}: ${comparisons[standingOf(direction, difference)]}`;
}
