/** `graphsam landscape`: the loss around the weights of trained runs, between them, or along the way of one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { standaloneSvg } from '../analysis/charts/index.ts';
import { parseAxis } from '../analysis/landscape/axis.ts';
import { landscapeCharts } from '../analysis/landscape/charts/landscape-charts.ts';
import {
  type LandscapeFile,
  type LandscapeMode,
  landscapeFileName,
  parseLandscape,
} from '../analysis/landscape/landscape-file.ts';
import {
  defaultIgnored,
  ignorableNames,
  type Normalisation,
  normalisations,
  rolesOf,
} from '../analysis/landscape/random-direction.ts';
import { ConfigError } from '../base/errors.ts';
import { writeWhole } from '../base/write-file.node.ts';
import {
  checkedNumber,
  machineOptions,
  namedRuns,
  openingOptions,
  outputFolder,
  refuseRunAsOutput,
  resultOptions,
  runOptions,
} from './analysis-options.ts';
import type { CommandDefinition, CommandInput, GivenOptions } from './command.ts';
import { formatCount, plural } from './format.ts';
import { interruptible } from './interrupt.ts';
import { landscapeText } from './landscape-text.ts';
import type { CliOption } from './option.ts';
import type { Output } from './output.ts';

const placeGroup = 'Place:';
const defaultRows = 512;

const placeOptions: readonly CliOption[] = [
  {
    name: 'x',
    kind: 'text',
    placeholder: 'FROM:TO:POINTS',
    group: placeGroup,
    help: 'first axis, default -1:1:51; for --through -0.5:1.5:51, 0 and 1 are runs; for --trajectory as it needs',
  },
  {
    name: 'y',
    kind: 'text',
    placeholder: 'FROM:TO:POINTS',
    group: placeGroup,
    help: 'second axis: a surface instead of a line',
  },
  { name: 'surface', kind: 'flag', group: placeGroup, help: 'the same as --x -1:1:25 --y -1:1:25' },
  {
    name: 'through',
    kind: 'flag',
    group: placeGroup,
    help: 'along the line that joins two runs, or over the plane of three; losses on the rows of the first',
  },
  {
    name: 'trajectory',
    kind: 'flag',
    group: placeGroup,
    help: 'over the plane in which a run moved most; it must have been trained with --keep-weights',
  },
  {
    name: 'xnorm',
    kind: 'text',
    placeholder: 'HOW',
    choices: normalisations,
    group: placeGroup,
    help: 'random directions are scaled like the weights filter by filter, layer by layer, weight by weight, or not; default filter',
  },
  {
    name: 'xignore',
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

const redraw: CliOption = {
  name: 'redraw',
  kind: 'flag',
  group: 'Results:',
  help: 'draw the pictures of an earlier landscape again, without computing',
};

export const landscape: CommandDefinition = {
  name: 'landscape',
  summary: 'draw the loss around the weights of trained runs, or between them',
  description:
    'Computes the training and the test loss, without dropout, on a line or a surface around the weights of trained runs (filter-normalised random directions, the same draws for every run), between two or three runs, or on the plane in which a run moved. Writes landscape.json and pictures (SVG); the same command again continues what was interrupted. The runs are only read.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train' }],
  options: [...runOptions, ...placeOptions, ...resultOptions, redraw, ...machineOptions],
  examples: [
    { command: 'graphsam landscape runs/first', says: 'a curve; writes into runs/first-analysis' },
    {
      command: 'graphsam landscape runs/first --x -1:1:25 --y -1:1:25 -o first-surface',
      says: 'a surface: contours and a picture in three dimensions, 625 points',
    },
    {
      command: 'graphsam landscape runs/esol-adam runs/esol-graphsam --through -o between',
      says: 'along the line that joins two runs',
    },
    { command: 'graphsam landscape --redraw -o first-surface', says: 'the pictures again' },
  ],
  async run(input, output) {
    const { given } = input;
    const isRedrawn = given.redraw === true;
    const runs = isRedrawn && input.positional.length === 0 ? [] : namedRuns(input, 'landscape');
    const folder = isRedrawn && runs.length === 0 ? requireFolder(given) : outputFolder(input, runs);
    refuseRunAsOutput(folder);
    const path = join(folder, landscapeFileName);
    const file = isRedrawn ? await readLandscape(path) : await compute(input, runs, path, output);
    const pictures = landscapeCharts(file).map(({ name, chart }) => ({ name: `${name}.svg`, chart }));
    for (const { name, chart } of pictures) await writeWhole(join(folder, name), standaloneSvg(chart));
    const names = [landscapeFileName, ...pictures.map(({ name }) => name)];
    const text = `${landscapeText(file)}\n\nWritten to ${folder}: ${names.join(', ')}.`;
    const { sheets: _sheets, ...settings } = file;
    output.result(text, { ...settings, kind: 'result', output: path, pictures: names.slice(1) });
    return 0;
  },
};

function requireFolder(given: GivenOptions): string {
  if (given['output-dir'] !== undefined) return given['output-dir'] as string;
  throw new ConfigError({
    what: 'it is not said which landscape is to be drawn again',
    where: '--redraw',
    advice: 'Name the run, or the folder of the landscape with --output-dir.',
  });
}

async function readLandscape(path: string): Promise<LandscapeFile> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({
      what: `there is no landscape to draw again (${cause.code})`,
      where: path,
      advice: 'Compute it first: the same command without --redraw.',
      cause,
    });
  });
  return parseLandscape(text, path);
}

async function compute(
  { given }: CommandInput,
  runs: readonly string[],
  path: string,
  output: Output,
): Promise<LandscapeFile> {
  const job = {
    runs,
    path,
    open: openingOptions(given),
    mode: modeOf(given),
    direction: {
      normalisation: (given.xnorm as Normalisation | undefined) ?? 'filter',
      ignore: ignoredOf(given),
      seed: checkedNumber(given, 'seed', 0),
    },
    x: axisOf(given, 'x'),
    y: axisOf(given, 'y'),
    surface: given.surface === true,
    rows: checkedNumber(given, 'rows', defaultRows, { atLeast: 1 }),
    batchSize: given['batch-size'] === undefined ? undefined : checkedNumber(given, 'batch-size', 1, { atLeast: 1 }),
    overwrite: given.overwrite === true,
  };
  // Only now: help must not wait for RDKit and ONNX Runtime.
  const { landscapeOfRuns } = await import('../analysis/landscape/landscape-run.node.ts');
  const file = await interruptible(output, 'what is computed is saved, the same command continues it', (signal) =>
    landscapeOfRuns(job, {
      signal,
      onEvent: (event) => {
        if (event.kind === 'warning') output.warn(event.message);
        else if (event.kind === 'progress') output.progress(event);
        else {
          const { sheets, points, done } = event;
          const times = sheets.length > 1 ? ` for each of ${sheets.length} runs` : '';
          const before = done > 0 ? `, ${formatCount(done)} of them computed before` : '';
          output.say(`${sheets.join(', ')}: ${plural(points, 'point')}${times}${before}`, { ...event });
        }
      },
    }),
  );
  output.clearProgress();
  return file;
}

function modeOf(given: GivenOptions): LandscapeMode {
  const isRandom = given.xnorm !== undefined || given.xignore !== undefined;
  const chosen = (['through', 'trajectory'] as const).filter((mode) => given[mode] === true);
  if (chosen.length > 1) {
    throw new ConfigError({ what: '--through and --trajectory are both given', advice: 'Choose one.' });
  }
  const [mode = 'around'] = chosen;
  if (mode === 'around') return mode;
  if (isRandom || given.surface === true) {
    throw new ConfigError({
      what: `--xnorm, --xignore and --surface are of random directions, and --${mode} has directions of its own`,
      advice: `Leave them out, or leave out --${mode}.`,
    });
  }
  return mode;
}

function axisOf(given: GivenOptions, name: 'x' | 'y') {
  const text = given[name] as string | undefined;
  return text === undefined ? undefined : parseAxis(text, `--${name}`);
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
