/** `graphsam tune`: searches settings of model, optimizer and training by the validation part. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { ConfigError, timeSpanSeconds, unknownName } from '../base/index.ts';
import type { QueueExecutor } from '../experiments/index.node.ts';
import { ofOneNetwork, type TrainConfig } from '../runs/index.ts';
import { countSplits, tableChecksums } from '../training/index.node.ts';
import {
  namedSpace,
  type Replicate,
  replicatesOfSplits,
  rungsOf,
  type Space,
  type SpaceName,
  type Study,
  spaceNames,
  type Trial,
} from '../tune/index.ts';
import type { CommandDefinition } from './command.ts';
import { exitCodes } from './exit-code.ts';
import { interruptible } from './interrupt.ts';
import { machineFor } from './machine-options.ts';
import { noData } from './no-data.ts';
import { partOf } from './part-option.ts';
import { queuePromise, refusePartOfQueue, withQueue } from './queue-option.ts';
import { readConfigInput, trainKind } from './train-input.ts';
import { type TuneSettings, tuneCommand, tuneOptions } from './tune-options.ts';
import { TuneReport } from './tune-report.ts';

export const tune: CommandDefinition = {
  name: 'tune',
  summary: 'search settings of model, optimizer and training',
  description:
    'Trains trials, each with different settings, compares them on the validation part, never on the test part, and writes best.yaml for graphsam train --config-path, trials.csv, report.html and a journal that Optuna reads. Called again it continues; called at the same time on several machines that share the folder, they divide the trainings among them.',
  arguments: [{ syntax: '[TABLE...]', help: 'CSV, TSV, smi or SDF, also gzipped (the same as --data-path)' }],
  options: tuneOptions,
  examples: [
    {
      command: 'graphsam tune molecules.csv -o tuning --trials 50',
      says: 'learning rate, batch size, size of the model',
    },
    {
      command: 'graphsam tune --dataset esol --space optimizer --optimizer sam --seeds 0 1 2 --time-limit 8h',
      says: "an optimizer's own settings, each trial with three seeds",
    },
    { command: 'graphsam tune molecules.csv --space space.yaml --epochs 60', says: 'a space of your own' },
    { command: 'graphsam tune molecules.csv --jobs 1 --search-seed 7', says: 'the same trials whenever it is called' },
  ],
  async run(input, output) {
    const { config, given, fixed } = await readConfigInput({ ...trainKind, options: tuneOptions }, input);
    if (config.data.paths === undefined && config.data.dataset === undefined)
      throw noData('Name a table (graphsam tune molecules.csv) or a known data set (--dataset medicines).');
    const { tune: wanted, run: asked } = tuneCommand.read(given);
    const { trials, timeLimit } = wanted;
    const timeLimitSeconds = timeLimit === undefined ? undefined : timeSpanSeconds(timeLimit);
    refusePartOfQueue(asked);
    const part = asked.queue === undefined ? partOf(asked, output) : undefined;
    const space = await spaceOf(wanted.space, config, fixed);
    const replicates = replicatesOf(await countSplits(config), wanted.seeds);
    const sums = (await tableChecksums(config)).flatMap(({ sum }) => sum ?? []);
    const study = studyOf(config, wanted, { space, replicates, tables: sums.length > 0 ? sums : undefined });
    const { folder = 'tuning' } = asked;
    const report = new TuneReport(output, { folder, trials, study });
    const { cautionsOf, directionOf, tune: run, writeJournal, writeStudyFiles } = await import('../tune/index.node.ts');
    const search = async (queue: QueueExecutor | undefined, signal: AbortSignal): Promise<number> => {
      const jobs = asked.jobs ?? (await placesFor(queue));
      report.start(jobs);
      const journal = async (all: readonly Trial[], isOver: boolean): Promise<void> => {
        const direction = directionOf(all);
        // Of use to others only: whatever goes wrong here is a warning.
        if (direction) await writeJournal(folder, study, all, { direction, isOver }).catch(report.onJournalError);
      };
      const onChange = (all: readonly Trial[]): Promise<void> => journal(all, false);
      const onTrained = async (trained: string): Promise<void> => report.cautions(await cautionsOf(trained));
      const hooks = { onTrial: report.onTrial, onWait: report.onWait, onTrained, onChange };
      const machine = machineFor(config.machine, jobs);
      const limits = { trials, jobs, timeLimitSeconds, part, signal };
      const shared = { folder, machine, execute: queue?.execute, outlivesCall: queue !== undefined };
      const outcome = await run(study, { ...shared, ...limits, ...hooks });
      const { direction } = outcome;
      if (!part) await journal(outcome.trials, outcome.status === 'finished');
      report.end(outcome, direction && (await writeStudyFiles(study, outcome.trials, folder, direction)));
      return outcome.status === 'interrupted' ? exitCodes.interrupted : exitCodes.success;
    };
    // Around the queue as well: it is looked at before the first training, which takes a while.
    const promise = asked.queue === undefined ? ownPromise : queuePromise;
    return interruptible(output, promise, (signal) => withQueue(asked, output, (queue) => search(queue, signal)));
  },
};

const ownPromise = 'the batches in hand are finished and everything saved; the same command continues';

/** Trainings at a time, where nothing is said: on the cores of this machine, or one a worker. */
async function placesFor(queue: QueueExecutor | undefined): Promise<number> {
  return queue ? Math.max(1, await queue.countWorkers()) : availableParallelism();
}

function studyOf(
  config: TrainConfig,
  { pruner, sampler, searchSeed }: TuneSettings['tune'],
  { space, replicates, tables }: Pick<Study, 'space' | 'replicates' | 'tables'>,
): Study {
  const { machine: _machine, ...sections } = config;
  // best.yaml is for a training of its own, however it is then trained.
  const base = { ...sections, training: { ...config.training, ...ofOneNetwork(config.training) } };
  return {
    format: 1,
    space,
    base,
    replicates,
    rungs: rungsOf(config.training.epochs, pruner),
    sampler,
    seed: searchSeed,
    tables,
  };
}

/** Every split of every seed. */
function replicatesOf(splits: number, seeds: readonly number[] | undefined): Replicate[] {
  const folds = replicatesOfSplits(splits);
  return (seeds ?? [undefined]).flatMap((seed) =>
    folds.map((fold) => ({ ...(seed !== undefined && { seed }), ...fold })),
  );
}

/** paths: settings that were given, which are not searched. */
async function spaceOf(name: string, config: TrainConfig, paths: ReadonlySet<string>): Promise<Space> {
  if (spaceNames.includes(name as SpaceName)) {
    const space = namedSpace(name as SpaceName, config, paths);
    if (space.length > 0) return space;
    throw new ConfigError({
      code: 'space-unusable',
      what: `everything in the space ${name} is given`,
      where: '--space',
      advice: 'Leave out what is to be searched, of the options and of the configuration file.',
    });
  }
  if (!existsSync(name) && !/[./\\]/.test(name)) {
    const { what, advice } = unknownName('space', name, spaceNames);
    throw new ConfigError({ code: 'unknown-name', what, where: '--space', advice: `${advice} Or name a file.` });
  }
  const text = await readFile(name, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const what = `the space cannot be read (${cause.code})`;
    throw new ConfigError({ code: 'cannot-read', what, where: name, advice: 'Check its name.', cause });
  });
  const { readSpace } = await import('../tune/index.node.ts');
  const space = readSpace(text, name);
  const twice = space.find(({ path }) => paths.has(path));
  if (!twice) return space;
  throw new ConfigError({
    code: 'contradicting-settings',
    what: `${twice.path} is in the space and given, too`,
    where: name,
    advice: 'Leave one of them out.',
  });
}
