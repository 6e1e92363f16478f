/** `graphsam landscape`: the loss around the weights of trained runs, between them, or along the way of one. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LandscapeFile, landscapeCharts, landscapeFileName, parseLandscape } from '../analysis/index.ts';
import { ConfigError, formatCount, plural } from '../base/index.ts';
import { standaloneSvg } from '../charts/index.ts';
import { writeWhole } from '../platform/index.node.ts';
import { namedRuns, openingOptions, outputFolder, refuseRunAsOutput } from './analysis-options.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import { axisOf, directionOf, type LandscapeSettings, landscapeCommand, modeOf } from './landscape-options.ts';
import { landscapeText } from './landscape-text.ts';
import type { Output } from './output.ts';

export const landscape: CommandDefinition = {
  name: 'landscape',
  summary: 'plot the loss around or between the weights of trained runs',
  description:
    'Computes the training and the test loss, without dropout, on a line or a surface around the weights of trained runs (filter-normalized random directions, the same draws for every run), between two or three runs, or on the plane in which a run moved. Writes landscape.json and pictures (SVG); the same command again continues what was interrupted. The runs are only read.',
  arguments: [{ syntax: '[RUN...]', help: 'run folders of graphsam train' }],
  options: landscapeCommand.options,
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
    const asked = landscapeCommand.read(input.given);
    const { redraw } = asked.landscape;
    const runs = redraw && input.positional.length === 0 ? [] : namedRuns(input, 'landscape');
    const folder = redraw && runs.length === 0 ? requireFolder(asked.run.folder) : outputFolder(asked.run.folder, runs);
    refuseRunAsOutput(folder);
    const path = join(folder, landscapeFileName);
    const file = redraw ? await readLandscape(path) : await compute(asked, runs, path, output);
    const pictures = landscapeCharts(file).map(({ name, chart }) => ({ name: `${name}.svg`, chart }));
    for (const { name, chart } of pictures) await writeWhole(join(folder, name), standaloneSvg(chart));
    const names = [landscapeFileName, ...pictures.map(({ name }) => name)];
    const text = `${landscapeText(file)}\n\nWritten to ${folder}: ${names.join(', ')}.`;
    const { sheets: _sheets, ...settings } = file;
    output.result(text, { ...settings, kind: 'result', output: path, pictures: names.slice(1) });
    return 0;
  },
};

function requireFolder(folder: string | undefined): string {
  if (folder !== undefined) return folder;
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
  asked: LandscapeSettings,
  runs: readonly string[],
  path: string,
  output: Output,
): Promise<LandscapeFile> {
  const { x, y, surface, rows, batchSize } = asked.landscape;
  const job = {
    runs,
    path,
    open: openingOptions(asked),
    mode: modeOf(asked.landscape),
    direction: directionOf(asked.landscape),
    x: axisOf(x, 'x'),
    y: axisOf(y, 'y'),
    surface,
    rows,
    batchSize,
    overwrite: asked.run.overwrite,
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
