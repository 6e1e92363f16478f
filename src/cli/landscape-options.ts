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

const placeGroup = 'Place:';
export const defaultRows = 512;

export const placeOptions: readonly CliOption[] = [
  {
    name: 'x',
    path: 'landscape.x',
    kind: 'text',
    placeholder: 'FROM:TO:POINTS',
    group: placeGroup,
    help: 'first axis, default -1:1:51; for --through -0.5:1.5:51, 0 and 1 are runs; for --trajectory as it needs',
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
    help: 'along the line that joins two runs, or over the plane of three; losses on the rows of the first',
  },
  {
    name: 'trajectory',
    path: 'landscape.trajectory',
    kind: 'flag',
    group: placeGroup,
    help: 'over the plane in which a run moved most; it must have been trained with --keep-weights',
  },
  {
    name: 'xnorm',
    kind: 'text',
    placeholder: 'HOW',
    choices: normalizations,
    group: placeGroup,
    help: 'random directions are scaled like the weights filter by filter, layer by layer, weight by weight, or not; default filter',
  },
  {
    name: 'xignore',
    path: 'landscape.ignore',
    kind: 'text',
    placeholder: 'NAME,...',
    group: placeGroup,
    help: `parameters that random directions leave alone: ${ignorableNames.join(', ')}, none; default ${defaultIgnored.join(',')}`,
  },
  { name: 'seed', kind: 'integer', placeholder: 'N', group: placeGroup, help: 'of directions and rows, default 0' },
  {
    name: 'rows',
    kind: 'integer',
    placeholder: 'N',
    group: placeGroup,
    help: `of the training and of the test part at most, drawn at random, default ${defaultRows}`,
  },
  {
    name: 'batch-size',
    short: 'b',
    kind: 'integer',
    placeholder: 'N',
    group: placeGroup,
    help: 'rows whose loss is taken together (matters for rmse), default that of the run',
  },
];

export const redrawOption: CliOption = {
  name: 'redraw',
  kind: 'flag',
  group: 'Results:',
  help: 'draw the pictures of an earlier landscape again, without computing',
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
