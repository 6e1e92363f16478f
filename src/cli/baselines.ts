/** `graphsam baselines`: what classical models reach on a table, so that a network's figures have something to stand beside. */
import { z } from 'zod';
import { findBaseline, baselines as known } from '../baselines/index.ts';
import { described } from '../config/index.ts';
import { folderSetting, overwriteSetting } from '../runs/index.ts';
import { BaselineReport } from './baseline-report.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { noData } from './no-data.ts';
import type { CliOption } from './option.ts';
import { commandSettings } from './setting-options.ts';
import { readTrainInput } from './train-input.ts';
import { trainOptions } from './train-options.ts';

const group = 'Baselines:';

/** What says which data, which split and which metrics, exactly as in `graphsam train`. */
const sharedOptions: readonly CliOption[] = trainOptions.filter(
  ({ group, name }) =>
    (['Data:', 'Split:'].includes(group) && !['data-seed', 'save-data-splits'].includes(name)) ||
    ['metrics', 'tracking-metric'].includes(name),
);

const settings = commandSettings(
  'baselines',
  z.strictObject({
    baselines: z
      .strictObject({
        names: described(z.array(z.string()).min(1).optional(), {
          group,
          help: 'models to fit',
          option: 'baselines',
          aliases: ['baseline'],
          placeholder: 'NAME',
          choices: known.map(({ name }) => name),
          otherwise: 'all',
        }),
        seeds: described(z.array(z.int().min(0)).min(1).default([0]), {
          group,
          help: 'random seeds; each makes a split and a fit',
          aliases: ['seed', 'data-seed'],
          placeholder: 'N',
        }),
      })
      .prefault({}),
    run: z
      .strictObject({
        folder: folderSetting(group, 'write a run folder for each baseline and seed into it'),
        overwrite: overwriteSetting(group, 'replace earlier runs in the folder'),
      })
      .prefault({}),
  }),
);

export const baselines: CommandDefinition = {
  name: 'baselines',
  summary: 'fit classical models on fingerprints for comparison',
  description: `Fits classical models on the splits that graphsam train would use, chooses their settings on the validation part, and prints their metrics on the test part. ${known.map(({ name, summary }) => `${name}: ${summary}`).join(' ')}`,
  arguments: [{ syntax: '[TABLE...]', help: 'CSV, TSV, smi or SDF, also gzipped (the same as --data-path)' }],
  options: [...sharedOptions, ...settings.options],
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
    const { baselines: asked, run } = settings.read(input.given);
    const { config } = await readTrainInput(trainingPart(input));
    if (config.data.paths === undefined && config.data.dataset === undefined)
      throw noData('Name a table (graphsam baselines molecules.csv) or a known data set (--dataset medicines).');
    const names = [...new Set((asked.names ?? known.map(({ name }) => name)).map((name) => findBaseline(name).name))];
    const seeds = [...new Set(asked.seeds)];
    // Only now: help must not wait for RDKit.
    const { fitSeededBaselines } = await import('../experiments/index.node.ts');
    const results = new BaselineReport(output);
    for await (const event of fitSeededBaselines(config, { names, seeds, ...run })) results.onEvent(event);
    results.finish(names);
    return 0;
  },
};

/** What `graphsam train` understands too. */
function trainingPart(input: CommandInput): CommandInput {
  const given = Object.entries(input.given).filter(([name]) => sharedOptions.some((option) => option.name === name));
  return { ...input, given: Object.fromEntries(given) };
}
