/** The options of `graphsam train`, with the place of each in the configuration of a training (runs/config/train-config.ts). */
import { dataOptions, splitOptions } from './data-options.ts';
import { deviceOption } from './machine-options.ts';
import { featuresOptions, modelOptions } from './model-options.ts';
import { optimizerOptions } from './optimizer-options.ts';
import type { CliOption } from './option.ts';
import { outputFolderOption } from './output-folder.ts';
import { optionsOfGroup } from './setting-options.ts';

const runGroup = 'Run:';
/** What is no part of the configuration. */
const runOptions: readonly CliOption[] = [
  outputFolderOption(runGroup, 'run folder', 'runs/NAME-OPTIMIZER'),
  {
    name: 'overwrite',
    path: 'run.overwrite',
    kind: 'flag',
    group: runGroup,
    help: 'replace an earlier run in the folder',
  },
  { name: 'no-checkpoint', kind: 'flag', group: runGroup, help: 'delete the checkpoint of the finished training' },
  { name: 'no-report', kind: 'flag', group: runGroup, help: 'do not write report.html' },
  {
    name: 'tensorboard',
    kind: 'flag',
    group: runGroup,
    help: 'also write losses and validation metrics for TensorBoard (tensorboard --logdir RUN)',
  },
  {
    name: 'resume',
    path: 'run.resume',
    kind: 'text',
    placeholder: 'FOLDER',
    bare: '',
    group: runGroup,
    help: 'resume an interrupted run; without a value, the one in --output-dir',
  },
  {
    name: 'config-path',
    kind: 'text',
    placeholder: 'FILE',
    group: runGroup,
    help: 'configuration file: YAML or JSON with option names or sections, or the run.json of a run; options override it',
  },
  ...optionsOfGroup('Run:'),
  deviceOption(runGroup),
];

export const trainOptions: readonly CliOption[] = [
  ...dataOptions,
  ...splitOptions,
  ...modelOptions,
  ...featuresOptions,
  ...optionsOfGroup('Training:'),
  ...optimizerOptions,
  ...runOptions,
];
