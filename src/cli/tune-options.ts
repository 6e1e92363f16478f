/** The options of `graphsam tune`: those of a training, which all trials have in common, and what is searched. */
import { pruners, samplers, spaceNames } from '../tune/index.ts';
import type { CliOption } from './option.ts';
import { outputFolderOption } from './output-folder.ts';
import { partOption } from './part-option.ts';
import { queueOption } from './queue-option.ts';
import { trainOptions } from './train-options.ts';

const searchGroup = 'Search:';

/** Of one run, or set by the search. */
const notOfTrials = [
  'output-dir',
  'overwrite',
  'no-checkpoint',
  'no-report',
  'tensorboard',
  'resume',
  'no-baseline',
  'quality',
];

export const tuneOptions: readonly CliOption[] = [
  {
    name: 'space',
    kind: 'text',
    placeholder: 'SPACE',
    group: searchGroup,
    default: 'basic',
    help: `what is searched: ${spaceNames.join(' | ')} (made from the schemas; what is given stays as it is), or a YAML file (docs/tuning.md)`,
  },
  {
    name: 'trials',
    aliases: ['n-trials', 'num-iters'],
    kind: 'integer',
    placeholder: 'N',
    group: searchGroup,
    default: '50',
    help: 'number of trials, those of earlier calls counted',
  },
  {
    name: 'time-limit',
    kind: 'text',
    placeholder: 'TIME',
    group: searchGroup,
    help: 'begin no training after this time, for instance 90m or 8h, and save those in hand',
  },
  {
    name: 'seeds',
    kind: 'numbers',
    placeholder: 'N',
    group: searchGroup,
    default: 'one training a trial',
    help: 'seeds of each trial: each makes a split and a training, and a trial counts by their mean',
  },
  {
    name: 'sampler',
    kind: 'text',
    placeholder: 'NAME',
    choices: samplers,
    group: searchGroup,
    default: 'tpe',
    help: 'tpe: learns from the trials, after ten at random; random: never',
  },
  {
    name: 'pruner',
    kind: 'text',
    placeholder: 'NAME',
    choices: pruners,
    group: searchGroup,
    default: 'asha',
    help: 'asha: all trials begin with few epochs, and the best third of them goes on; none: all are trained to the end',
  },
  {
    name: 'search-seed',
    kind: 'integer',
    placeholder: 'N',
    group: searchGroup,
    default: '0',
    help: 'random seed of the search; with --jobs 1 it decides the trials',
  },
  outputFolderOption(searchGroup, 'folder of trials and runs; called again, the command continues there', 'tuning'),
  {
    name: 'jobs',
    path: 'run.jobs',
    kind: 'integer',
    placeholder: 'N',
    group: searchGroup,
    default: 'number of cores, or of workers on the queue',
    help: 'trainings that run at the same time',
  },
  queueOption(searchGroup, 'as many as --jobs says'),
  partOption(searchGroup, 'make trials I, I + N, I + 2 N ... only'),
  ...trainOptions.filter(({ name, path }) => !notOfTrials.includes(name) && path !== 'training.timeLimit'),
];
