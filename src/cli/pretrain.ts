/** `graphsam pretrain`: molecules without labels in, a run folder with an encoder out, from which `train --init-from` starts. */
import { pretrainRun, resumePretraining, savedPretraining } from '../pretraining/index.node.ts';
import type { PretrainEvent } from '../pretraining/index.ts';
import {
  type PretrainConfig,
  type PretrainConfigInput,
  parsePretrainConfig,
  pretrainConfigSchema,
} from '../runs/index.ts';
import type { RunOutput } from '../training/index.node.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { freeFolder } from './free-folder.ts';
import { interruptibleRun } from './interruptible-run.ts';
import { noData } from './no-data.ts';
import { pretrainCommand, pretrainOptions } from './pretrain-options.ts';
import { PretrainReport, reportPretraining } from './pretrain-report.ts';
import { resumedConfig, resumedFolder } from './resume.ts';
import { type ConfigKind, readConfigInput } from './train-input.ts';

const pretrainKind: ConfigKind<PretrainConfig, PretrainConfigInput> = {
  options: pretrainOptions,
  schema: pretrainConfigSchema,
  defaultOptimizer: pretrainConfigSchema.parse({}).optimizer.name,
  parse: parsePretrainConfig,
};

export const pretrain: CommandDefinition = {
  name: 'pretrain',
  summary: 'pre-train a model on molecules without labels',
  description:
    'Pre-trains the encoder of a model on molecules without labels: it predicts the contexts of atoms and bonds and the functional groups of molecules. Leaves a run folder from which `graphsam train --init-from` starts.',
  arguments: [{ syntax: '[TABLE...]', help: 'CSV, TSV, smi or SDF, also gzipped (the same as --data-path)' }],
  options: pretrainOptions,
  examples: [
    {
      command: 'graphsam pretrain molecules.smi --model grover -o runs/pretrained',
      says: 'all molecules of a table, with Adam',
    },
    {
      command: 'graphsam pretrain molecules.csv --model compt --preset bbbp --epochs 50 --validation 0.05',
      says: "with CoMPT's settings for bbbp",
    },
    { command: 'graphsam pretrain --resume runs/pretrained', says: 'resume an interrupted run bit-exactly' },
  ],
  async run(input, output) {
    const resumed = resumedFolder(pretrainCommand.read(input.given).run, 'pretrain');
    const start = resumed === undefined ? await newRun(input) : undefined;
    const config =
      start?.config ?? (await resumedConfig(pretrainKind, input, resumed!, () => savedPretraining(resumed!)));
    output.detail(JSON.stringify(config, null, 2));
    const report = new PretrainReport(output, config);
    const target = { folder: resumed ?? start!.output.folder, isResumed: resumed !== undefined, command: 'pretrain' };
    const result = await interruptibleRun(output, target, (signal, onStored) => {
      const onEvent = (event: PretrainEvent): void => {
        if (event.kind === 'pretraining') onStored();
        report.onEvent(event);
      };
      const hooks = { onEvent, signal };
      return start ? pretrainRun(config, start.output, hooks) : resumePretraining(resumed!, hooks, { config });
    });
    return reportPretraining(result, output);
  },
};

async function newRun(input: CommandInput): Promise<{ config: PretrainConfig; output: RunOutput }> {
  const { config, given } = await readConfigInput(pretrainKind, input);
  const { data, model } = config;
  if (data.paths === undefined && data.dataset === undefined)
    throw noData('Name a table of SMILES: graphsam pretrain molecules.smi.');
  const { run } = pretrainCommand.read(given);
  const folder = run.folder ?? freeFolder(data, `pretrain-${model.name}`);
  return { config, output: { folder, overwrite: run.overwrite } };
}
