/** The options of `graphsam landscape`, and what they mean together. */
import {
  type Axis,
  type DirectionChoice,
  defaultIgnored,
  ignorableNames,
  type LandscapeMode,
  type Normalization,
  normalizations,
  parseAxis,
  rolesOf,
} from '../analysis/index.ts';
import { ConfigError } from '../base/index.ts';
import { checkedNumber } from './analysis-options.ts';
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';

const placeGroup = 'Directions:';
export const defaultRows = 512;

export const placeOptions: readonly CliOption[] = [
  {
    name: 'x',
    path: 'landscape.x',
    kind: 'text',
    placeholder: 'FROM:TO:POINTS',
    group: placeGroup,
    default: '-1:1:51',
    help: 'first axis (--through: default -0.5:1.5:51, the runs are at 0 and 1; --trajectory: default the extent of the trajectory)',
  },
  {
    name: 'y',
    path: 'landscape.y',
    kind: 'text',
    placeholder: 'FROM:TO:POINTS',
    group: placeGroup,
    help: 'second axis: a surface instead of a line',
  },
  { name: 'surface', kind: 'flag', group: placeGroup, help: 'the same as --x -1:1:25 --y -1:1:25' },
  {
    name: 'through',
    path: 'landscape.through',
    kind: 'flag',
    group: placeGroup,
    help: 'interpolate between two runs on a line, or three on a plane; losses are on the rows of the first',
  },
  {
    name: 'trajectory',
    path: 'landscape.trajectory',
    kind: 'flag',
    group: placeGroup,
    help: 'the plane of the first two principal components of a run trained with --keep-weights',
  },
  {
    name: 'xnorm',
    kind: 'text',
    placeholder: 'HOW',
    choices: normalizations,
    group: placeGroup,
    default: 'filter',
    help: 'normalization of random directions: per filter, per layer, per weight, or none',
  },
  {
    name: 'xignore',
    path: 'landscape.ignore',
    kind: 'text',
    placeholder: 'NAME,...',
    group: placeGroup,
    default: defaultIgnored.join(','),
    help: `parameters that random directions do not change: ${ignorableNames.join(', ')}, none`,
  },
  {
    name: 'seed',
    kind: 'integer',
    placeholder: 'N',
    group: placeGroup,
    default: '0',
    help: 'random seed of directions and rows',
  },
  {
    name: 'rows',
    kind: 'integer',
    placeholder: 'N',
    group: placeGroup,
    default: String(defaultRows),
    help: 'largest number of training rows and of test rows, sampled at random',
  },
  {
    name: 'batch-size',
    short: 'b',
    kind: 'integer',
    placeholder: 'N',
    group: placeGroup,
    default: 'that of the run',
    help: 'rows per loss evaluation (matters for rmse)',
  },
];

export const redrawOption: CliOption = {
  name: 'redraw',
  kind: 'flag',
  group: 'Results:',
  help: 'redraw the charts of an earlier landscape without computing it again',
};

/** Throws ConfigError for modes and options that do not go together. */
export function modeOf(given: GivenOptions): LandscapeMode {
  const isRandom = given.xnorm !== undefined || given.xignore !== undefined;
  const chosen = (['through', 'trajectory'] as const).filter((mode) => given[mode] === true);
  if (chosen.length > 1) {
    throw new ConfigError({
      code: 'contradicting-settings',
      what: '--through and --trajectory are both given',
      advice: 'Choose one.',
    });
  }
  const [mode = 'around'] = chosen;
  if (mode === 'around') return mode;
  if (isRandom || given.surface === true) {
    throw new ConfigError({
      code: 'contradicting-settings',
      what: `--xnorm, --xignore and --surface are of random directions, and --${mode} has directions of its own`,
      advice: `Leave them out, or leave out --${mode}.`,
    });
  }
  return mode;
}

export function axisOf(given: GivenOptions, name: 'x' | 'y'): Axis | undefined {
  const text = given[name] as string | undefined;
  return text === undefined ? undefined : parseAxis(text, `--${name}`);
}

export function directionOf(given: GivenOptions): DirectionChoice {
  const normalization = (given.xnorm as Normalization | undefined) ?? 'filter';
  return { normalization, ignore: ignoredOf(given), seed: checkedNumber(given, 'seed', 0) };
}

/** `bias,norm`; `none` for nothing. Throws ConfigError for a name that is not known. */
function ignoredOf(given: GivenOptions): readonly string[] {
  const text = given.xignore as string | undefined;
  if (text === undefined) return defaultIgnored;
  const names = text.split(',').map((name) => name.trim());
  if (names.join() === 'none') return [];
  for (const name of names) rolesOf(name);
  return names;
}
