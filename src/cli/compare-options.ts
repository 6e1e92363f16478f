/** The options of `graphsam compare`. */
import { datasets, splitTypes } from '../data/index.ts';
import { protocols } from '../experiments/index.ts';
import { models } from '../models/index.ts';
import { optimizerNames } from '../optim/index.ts';
import { deviceOption } from './machine-options.ts';
import type { CliOption } from './option.ts';

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
    help: `tables, or known data sets: ${datasets.map(({ name }) => name).join(', ')}`,
  },
  {
    name: 'models',
    aliases: ['model'],
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    help: `default compt (${models.map(({ name }) => name).join(' | ')})`,
  },
  {
    name: 'optimizers',
    aliases: ['optimizer'],
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    help: `default adam sam graphsam (${optimizerNames.join(' | ')})`,
  },
  {
    name: 'splits',
    aliases: ['split', 'split-type'],
    kind: 'texts',
    placeholder: 'TYPE',
    group: gridGroup,
    help: `default random (${splitTypes.join(' | ')})`,
  },
  {
    name: 'seeds',
    aliases: ['seed'],
    kind: 'numbers',
    placeholder: 'N',
    group: gridGroup,
    help: 'each makes a split and a training, default 0 1 2',
  },
  {
    name: 'baselines',
    kind: 'texts',
    placeholder: 'NAME',
    group: gridGroup,
    help: 'classical models beside them; graphsam baselines --help names them',
  },
  { name: 'epochs', kind: 'integer', placeholder: 'N', group: gridGroup, help: 'default 30' },
  {
    name: 'protocol',
    kind: 'text',
    placeholder: 'NAME',
    choices: protocols,
    group: gridGroup,
    help: "same: one schedule for all (default); paper: the GraphSAM authors' protocol",
  },
  {
    name: 'baseline',
    kind: 'text',
    placeholder: 'NAME',
    group: gridGroup,
    help: 'optimizer that the others are compared with, default adam',
  },
  {
    name: 'output-dir',
    path: 'run.folder',
    short: 'o',
    aliases: ['save-dir'],
    kind: 'text',
    placeholder: 'FOLDER',
    group: runGroup,
    help: 'of runs and tables, default comparison; what is finished there is not trained again',
  },
  {
    name: 'jobs',
    path: 'run.jobs',
    kind: 'integer',
    placeholder: 'N',
    group: runGroup,
    help: 'trainings at a time, default: one a core',
  },
  {
    name: 'threads',
    path: 'machine.threads',
    kind: 'integer',
    placeholder: 'N',
    group: runGroup,
    help: 'of each training, default: cores / jobs',
  },
  deviceOption(runGroup),
  {
    name: 'dry-run',
    kind: 'flag',
    group: runGroup,
    help: 'list the trainings and what is done of them; train nothing',
  },
];
