/** `graphsam baselines`: what classical models reach on a table, so that a network's figures have something to stand beside. */

import { ConfigError } from '../base/index.ts';
import { findBaseline, baselines as known } from '../baselines/index.ts';
import type { TrainConfig } from '../runs/index.ts';
import { BaselineReport } from './baseline-report.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { noData } from './no-data.ts';
import type { CliOption } from './option.ts';
import { outputFolderOption } from './output-folder.ts';
import { readTrainInput } from './train-input.ts';
import { trainOptions } from './train-options.ts';

const group = 'Baselines:';

/** What says which data, which split and which metrics, exactly as in `graphsam train`. */
const sharedOptions: readonly CliOption[] = trainOptions.filter(
  ({ group, name }) =>
    (['Data:', 'Split:'].includes(group) && !['data-seed', 'save-data-splits'].includes(name)) ||
    ['metrics', 'tracking-metric', 'overwrite'].includes(name),
);

export const baselines: CommandDefinition = {
  name: 'baselines',
  summary: 'fit classical models on fingerprints for comparison',
  description: `Fits classical models on the splits that graphsam train would use, chooses their settings on the validation part, and prints their metrics on the test part. ${known.map(({ name, summary }) => `${name}: ${summary}`).join(' ')}`,
  arguments: [{ syntax: '[TABLE...]', help: 'CSV, TSV, smi or SDF, also gzipped (the same as --data-path)' }],
  options: [
    ...sharedOptions,
    {
      name: 'baselines',
      aliases: ['baseline'],
      kind: 'texts',
      placeholder: 'NAME',
      group,
      default: 'all',
      help: `models to fit: ${known.map(({ name }) => name).join(', ')}`,
    },
    {
      name: 'seeds',
      aliases: ['seed', 'data-seed'],
      kind: 'numbers',
      placeholder: 'N',
      group,
      default: '0',
      help: 'random seeds; each makes a split and a fit',
    },
    outputFolderOption(group, 'write a run folder for each baseline and seed into it'),
  ],
  examples: [
    { command: 'graphsam baselines --dataset medicines', says: 'all baselines on the built-in table' },
    {
      command: 'graphsam baselines molecules.csv --split scaffold_balanced --seeds 0 1 2',
      says: 'three scaffold splits, with mean and standard deviation',
    },
    {
      command: 'graphsam baselines molecules.csv --baselines knn forest -o runs/baselines --json',
      says: 'two of them, with run folders and JSON output',
    },
  ],
  async run(input, output) {
    const { config, names, seeds, folder, overwrite } = readInput(
      input,
      (await readTrainInput(trainingPart(input))).config,
    );
    // Only now: help must not wait for RDKit.
    const { fitSeededBaselines } = await import('../experiments/index.node.ts');
    const results = new BaselineReport(output);
    for await (const event of fitSeededBaselines(config, { names, seeds, folder, overwrite })) results.onEvent(event);
    results.finish(names);
    return 0;
  },
};

/** What `graphsam train` understands too. */
function trainingPart(input: CommandInput): CommandInput {
  const given = Object.entries(input.given).filter(([name]) => sharedOptions.some((option) => option.name === name));
  return { ...input, given: Object.fromEntries(given) };
}

function readInput({ given }: CommandInput, config: TrainConfig) {
  if (config.data.paths === undefined && config.data.dataset === undefined) {
    throw noData('Name a table (graphsam baselines molecules.csv) or a known data set (--dataset medicines).');
  }
  const seeds = (given.seeds as readonly number[] | undefined) ?? [0];
  const wrong = seeds.find((seed) => !Number.isSafeInteger(seed) || seed < 0);
  if (wrong !== undefined) {
    throw new ConfigError({
      code: 'wrong-value',
      what: `expected whole numbers from 0 and received ${wrong}`,
      where: '--seeds',
    });
  }
  const names = given.baselines as readonly string[] | undefined;
  return {
    config,
    seeds: [...new Set(seeds)],
    names: names ? [...new Set(names.map((name) => findBaseline(name).name))] : known.map(({ name }) => name),
    folder: given['output-dir'] as string | undefined,
    overwrite: given.overwrite === true,
  };
}
