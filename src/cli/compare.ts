/** `graphsam compare`: a grid of trainings, and tables as in a paper. */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ConfigError, itemsOfPart } from '../base/index.ts';
import type { QueueExecutor } from '../experiments/index.node.ts';
import { type Cell, compareSettingsSchema, type Grid } from '../experiments/index.ts';
import type { CommandDefinition } from './command.ts';
import { CompareReport } from './compare-report.ts';
import { exitCodes } from './exit-code.ts';
import { interruptible } from './interrupt.ts';
import { machineFor } from './machine-options.ts';
import { noData } from './no-data.ts';
import { partOf } from './part-option.ts';
import { queuePromise, refusePartOfQueue, withQueue } from './queue-option.ts';
import { commandSettings } from './setting-options.ts';

const settings = commandSettings('compare', compareSettingsSchema);

export const compare: CommandDefinition = {
  name: 'compare',
  summary: 'run and compare many trainings',
  description:
    'Trains every combination, several at the same time, each in a run folder of its own, and writes results.md, results.csv, results.json and report.html: test metrics as in a paper, paired differences with intervals, and what each optimizer costs. Called again it trains only what is missing; called at the same time on several machines that share the folder, they divide the runs among them.',
  arguments: [{ syntax: '[GRID]', help: 'YAML or JSON file (docs/comparing.md); options override it' }],
  options: settings.options,
  examples: [
    {
      command: 'graphsam compare --datasets esol --optimizers adam sam graphsam --seeds 0 1 2 -o comparison',
      says: 'nine runs with a comparison table',
    },
    { command: 'graphsam compare grid.yaml -o comparison', says: 'a grid from a file' },
    {
      command: 'graphsam compare --datasets bbbp --splits scaffold_balanced --baselines forest linear --protocol paper',
      says: "the authors' protocol, compared with classical models",
    },
  ],
  async run(input, output) {
    const { grid, training, data, run, machine: asked } = settings.read(input.given);
    const { queue, folder = 'comparison' } = run;
    const all = await readCells(input.positional, { ...grid, datasets: data.paths, epochs: training.epochs });
    const part = queue === undefined ? partOf(run, output) : undefined;
    refusePartOfQueue(run);
    const cells = part ? itemsOfPart(all, part) : all;
    const sweep = await import('../experiments/index.node.ts');
    const jobs = run.jobs ?? (queue === undefined ? availableParallelism() : cells.length);
    const report = new CompareReport(output, folder);
    report.warn(cells);
    if (run.dryRun) return report.dryRun(cells, await sweep.readResults(cells, folder));
    const machine = machineFor(asked, jobs);
    const ordered = cells.map((cell) => ({ ...cell, config: { ...cell.config, machine } }));
    await sweep.writePlan(folder, sweep.planOf(all));
    if (queue === undefined) report.start(ordered, jobs, machine.threads);
    else report.startQueued(ordered);
    const promise =
      queue === undefined
        ? 'the batches in hand are finished and everything saved; the same command continues'
        : queuePromise;
    const train = async (workers: QueueExecutor | undefined, signal: AbortSignal): Promise<number> => {
      const hooks = { onEnd: report.onEnd, onProgress: report.onProgress, onWait: report.onWait };
      const options = { folder, jobs, signal, execute: workers?.execute, ...hooks };
      const comparison = part ? undefined : await sweep.compare(ordered, { ...options, baseline: run.baseline });
      const outcomes = comparison?.outcomes ?? (await sweep.runCells(ordered, options));
      if (comparison) report.end(comparison);
      else report.endOfPart(part!, ordered, await sweep.readResults(ordered, folder));
      const failed = [...outcomes.values()].some(({ status }) => status === 'failed');
      return signal.aborted ? exitCodes.interrupted : failed ? exitCodes.run : exitCodes.success;
    };
    // Around the queue as well: it is looked at before the first training, which takes a while.
    return interruptible(output, promise, (signal) => withQueue(run, output, (workers) => train(workers, signal)));
  },
};

/** What the command line says of a grid: over a file, or instead of one. */
interface AskedGrid extends Readonly<Record<string, unknown>> {
  readonly datasets?: readonly string[] | undefined;
  readonly epochs?: number | undefined;
}

/** The trainings that the grid and the options ask for, all checked. */
export async function readCells(positional: readonly string[], options: AskedGrid = {}): Promise<Cell[]> {
  const { comparedOptimizers, expandGrids, parseGrids, readGrids } = await import('../experiments/index.ts');
  const [path, ...rest] = positional;
  if (rest.length > 0) {
    throw new ConfigError({
      code: 'unexpected-argument',
      what: `one grid is expected, and ${positional.length} files are named`,
      where: 'graphsam compare',
      advice: 'Name tables with --datasets.',
    });
  }
  const asked = gridOf(options);
  if (path === undefined) {
    const where = 'command line';
    if (asked.datasets === undefined)
      throw noData('Name known data sets or tables (--datasets esol molecules.csv), or a grid file.', '--datasets');
    return expandGrids(parseGrids({ optimizers: comparedOptimizers, ...asked }, where), where);
  }
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new ConfigError({
      code: 'cannot-read',
      what: `the grid cannot be read (${cause.code})`,
      where: path,
      advice: 'Check its name.',
      cause,
    });
  });
  const grids = readGrids(text, path).map((grid): Grid => {
    const [over] = parseGrids({ ...grid, ...asked }, 'command line');
    return { ...over!, training: { ...grid.training, ...over!.training } };
  });
  return expandGrids(grids, path);
}

/** As a grid's keys; what is the name of a file is a table. A folder is none: the comparison may lie in one called as its data set. */
function gridOf({ datasets, epochs, ...lists }: AskedGrid): Record<string, unknown> {
  const given = Object.entries(lists).filter(([, value]) => value !== undefined);
  const tables = datasets?.map((name) => (isFile(name) ? { paths: [name] } : name));
  return {
    ...Object.fromEntries(given),
    ...(tables && { datasets: tables }),
    ...(epochs !== undefined && { training: { epochs } }),
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === false;
}
