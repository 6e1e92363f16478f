/** The options of `graphsam compare`. */
import { datasets, splitTypes } from '../data/index.ts';
import { protocols } from '../experiments/index.ts';
import { models } from '../models/index.ts';
import { optimizerNames } from '../optim/index.ts';
import { deviceOption, threadsOption } from './machine-options.ts';
import type { CliOption } from './option.ts';
import { outputFolderOption } from './output-folder.ts';
import { partOption } from './part-option.ts';
import { queueOption } from './queue-option.ts';

const gridGroup = 'Grid (instead of a file, or over what it says):';
const runGroup = 'Run:';

export const compareOptions: readonly CliOption[] = [
  {
    name: 'datasets',
    path: 'data.paths',
    aliases: ['dataset'],
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    help: `tables, or known data sets by name: ${datasets.map(({ name }) => name).join(', ')}`,
  },
  {
    name: 'models',
    aliases: ['model'],
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    default: 'compt',
    help: `models (${models.map(({ name }) => name).join(' | ')})`,
  },
  {
    name: 'optimizers',
    aliases: ['optimizer'],
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    default: 'adam sam graphsam',
    help: `optimizers (${optimizerNames.join(' | ')})`,
  },
  {
    name: 'splits',
    aliases: ['split', 'split-type'],
    kind: 'texts',
    placeholder: 'TYPE',
    group: gridGroup,
    default: 'random',
    help: `splits (${splitTypes.join(' | ')})`,
  },
  {
    name: 'seeds',
    aliases: ['seed'],
    kind: 'numbers',
    placeholder: 'N',
    group: gridGroup,
    default: '0 1 2',
    help: 'random seeds; each makes a split and a training',
  },
  {
    name: 'baselines',
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    help: 'classical models to compare with; graphsam baselines --help lists them',
  },
  { name: 'epochs', kind: 'integer', placeholder: 'N', group: gridGroup, default: '30', help: 'number of epochs' },
  {
    name: 'protocol',
    kind: 'text',
    placeholder: 'NAME',
    choices: protocols,
    group: gridGroup,
    default: 'same',
    help: "same: one schedule for all; paper: the GraphSAM authors' protocol",
  },
  {
    name: 'baseline',
    kind: 'text',
    placeholder: 'NAME',
    group: gridGroup,
    default: 'adam',
    help: 'optimizer that the others are compared with',
  },
  outputFolderOption(runGroup, 'folder of runs and tables; finished runs in it are not trained again', 'comparison'),
  {
    name: 'jobs',
    path: 'run.jobs',
    kind: 'integer',
    placeholder: 'N',
    group: runGroup,
    default: 'number of cores',
    help: 'trainings that run at the same time',
  },
  queueOption(runGroup, 'all of them'),
  threadsOption(runGroup, 'cores / jobs', 'threads per training'),
  partOption(runGroup, 'train part I of N of the runs, without tables; called without it, the command makes them'),
  deviceOption(runGroup),
  {
    name: 'dry-run',
    kind: 'flag',
    group: runGroup,
    help: 'list the trainings and which are finished, without training',
  },
];
