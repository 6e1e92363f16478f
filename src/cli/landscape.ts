/** `graphsam landscape`: the loss around the weights of trained runs, between them, or along the way of one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LandscapeFile, landscapeCharts, landscapeFileName, parseLandscape } from '../analysis/index.ts';
import { ConfigError, formatCount, plural } from '../base/index.ts';
import { standaloneSvg } from '../charts/index.ts';
import { writeWhole } from '../platform/index.node.ts';
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
import { interruptible } from './interrupt.ts';
import { axisOf, defaultRows, directionOf, modeOf, placeOptions, redrawOption } from './landscape-options.ts';
import { landscapeText } from './landscape-text.ts';
import type { Output } from './output.ts';

export const landscape: CommandDefinition = {
  name: 'landscape',
  summary: 'plot the loss around or between the weights of trained runs',
  description:
    'Computes the training and the test loss, without dropout, on a line or a surface around the weights of trained runs (filter-normalized random directions, the same draws for every run), between two or three runs, or on the plane in which a run moved. Writes landscape.json and pictures (SVG); the same command again continues what was interrupted. The runs are only read.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train' }],
  options: [...runOptions, ...placeOptions, ...resultOptions, redrawOption, ...machineOptions],
  examples: [
    { command: 'graphsam landscape runs/first', says: 'a curve, written to runs/first-analysis' },
    {
      command: 'graphsam landscape runs/first --x -1:1:25 --y -1:1:25 -o first-surface',
      says: 'a surface of 625 points, as contours and in 3D',
    },
    {
      command: 'graphsam landscape runs/esol-adam runs/esol-graphsam --through -o between',
      says: 'on the line between two runs',
    },
    { command: 'graphsam landscape --redraw -o first-surface', says: 'redraw the charts' },
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
    code: 'missing-argument',
    what: 'it is not said which landscape is to be drawn again',
    where: '--redraw',
    advice: 'Name the run, or the folder of the landscape with --output-dir.',
  });
}

async function readLandscape(path: string): Promise<LandscapeFile> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({
      code: 'cannot-read',
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
    direction: directionOf(given),
    x: axisOf(given, 'x'),
    y: axisOf(given, 'y'),
    surface: given.surface === true,
    rows: checkedNumber(given, 'rows', defaultRows, { atLeast: 1 }),
    batchSize: given['batch-size'] === undefined ? undefined : checkedNumber(given, 'batch-size', 1, { atLeast: 1 }),
    overwrite: given.overwrite === true,
  };
  // Only now: help must not wait for RDKit and ONNX Runtime.
  const { landscapeOfRuns } = await import('../analysis/index.node.ts');
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
