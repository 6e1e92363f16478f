/** The options of `graphsam train`, with the place of each in the configuration of a training (train/config/train-config.ts). */
import { datasets, splitTypes, taskTypes } from '../data/index.ts';
import { models } from '../models/index.ts';
import { describeOptions } from '../optim/index.ts';
import { lossNames } from '../train/loss.ts';
import { metrics } from '../train/metrics/registry.ts';
import { deviceOption } from './machine-options.ts';
import { kebabCase } from './names.ts';
import { optimizerOptions } from './optimizer-options.ts';
import type { CliOption } from './option.ts';

const dataGroup = 'Data:';
const dataOptions: readonly CliOption[] = [
  {
    name: 'data-path',
    short: 'i',
    kind: 'texts',
    placeholder: 'FILE',
    place: 'data.paths',
    group: dataGroup,
    help: 'one table is split, two are training and test, three are training, validation and test',
  },
  {
    name: 'dataset',
    kind: 'text',
    placeholder: 'NAME',
    place: 'data.dataset',
    group: dataGroup,
    help: `data set by name, with its preset: ${datasets.map(({ name }) => name).join(', ')}`,
  },
  {
    name: 'data-dir',
    kind: 'text',
    placeholder: 'FOLDER',
    place: 'data.folder',
    group: dataGroup,
    help: 'folder where data sets lie (default: GRAPHSAM_DATA_DIR, else they are downloaded once)',
  },
  {
    name: 'smiles-columns',
    short: 's',
    aliases: ['smiles-column'],
    kind: 'texts',
    placeholder: 'COLUMN',
    place: 'data.smilesColumns',
    group: dataGroup,
    help: 'default: found by name, then by content',
  },
  {
    name: 'target-columns',
    aliases: ['target-column'],
    kind: 'texts',
    placeholder: 'COLUMN',
    place: 'data.targetColumns',
    group: dataGroup,
    help: 'default: every numeric column that does not look like an id or a prediction',
  },
  {
    name: 'ignore-columns',
    kind: 'texts',
    placeholder: 'COLUMN',
    place: 'data.ignoreColumns',
    group: dataGroup,
    help: 'never targets',
  },
  { name: 'no-header-row', kind: 'flag', group: dataGroup, help: 'the first line is a row already' },
  {
    name: 'task-type',
    short: 't',
    aliases: ['dataset-type'],
    kind: 'text',
    placeholder: 'TYPE',
    choices: taskTypes,
    place: 'data.taskType',
    group: dataGroup,
    help: 'default: found from the labels',
  },
  {
    name: 'label-map',
    kind: 'text',
    placeholder: 'WORD=N,...',
    group: dataGroup,
    help: 'what labels mean, for instance -1=0,1=1',
  },
  {
    name: 'threshold',
    kind: 'number',
    placeholder: 'X',
    place: 'data.threshold',
    group: dataGroup,
    help: 'labels of at least X are class 1, others class 0',
  },
  {
    name: 'censored',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['error', 'drop'],
    place: 'data.censored',
    group: dataGroup,
    help: 'labels such as "<5": stop, or count as missing',
  },
  {
    name: 'on-invalid',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['skip', 'error'],
    place: 'data.onInvalid',
    group: dataGroup,
    help: 'rows without a readable molecule: leave out and list, or stop',
  },
  { name: 'strict', kind: 'flag', group: dataGroup, help: 'the same as --on-invalid error' },
  {
    name: 'largest-fragment',
    kind: 'boolean',
    place: 'data.largestFragment',
    group: dataGroup,
    help: 'keep only the largest fragment of salts and mixtures, default false',
  },
  {
    name: 'duplicates',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['keep', 'merge'],
    place: 'data.duplicates',
    group: dataGroup,
    help: 'rows of one structure with labels that agree, default keep',
  },
  {
    name: 'contradictions',
    kind: 'text',
    placeholder: 'HOW',
    choices: ['keep', 'drop', 'average'],
    place: 'data.contradictions',
    group: dataGroup,
    help: 'rows of one structure with labels that differ, default keep',
  },
  {
    name: 'allow-changed',
    kind: 'boolean',
    place: 'data.allowChanged',
    group: dataGroup,
    help: 'use a fetched data set although it is not the published one, default false',
  },
  {
    name: 'max-rejected',
    kind: 'number',
    placeholder: 'SHARE',
    place: 'data.maxRejected',
    group: dataGroup,
    help: 'stop if more than this share of the rows is refused, default 0.2',
  },
  {
    name: 'max-atoms',
    kind: 'integer',
    placeholder: 'N',
    place: 'data.maxAtoms',
    group: dataGroup,
    help: 'molecules with more heavy atoms are left out and listed, default 99',
  },
];

const splitGroup = 'Split:';
const splitOptions: readonly CliOption[] = [
  {
    name: 'split-type',
    aliases: ['split'],
    kind: 'text',
    placeholder: 'TYPE',
    choices: splitTypes,
    place: 'split.type',
    group: splitGroup,
    help: 'default random',
  },
  {
    name: 'split-sizes',
    kind: 'numbers',
    placeholder: 'X',
    place: 'split.sizes',
    group: splitGroup,
    help: 'training, validation and test, default 0.8 0.1 0.1',
  },
  {
    name: 'num-folds',
    kind: 'integer',
    placeholder: 'N',
    place: 'split.folds',
    group: splitGroup,
    help: 'so many splits, each with the next seed, and a run for each (cv: parts, default 5)',
  },
  { name: 'data-seed', kind: 'integer', placeholder: 'N', place: 'split.seed', group: splitGroup, help: 'default 0' },
  {
    name: 'splits-column',
    kind: 'text',
    placeholder: 'COLUMN',
    place: 'data.splitsColumn',
    group: splitGroup,
    help: 'column that holds train, val or test',
  },
  {
    name: 'splits-file',
    kind: 'text',
    placeholder: 'FILE',
    place: 'split.file',
    group: splitGroup,
    help: 'JSON list of {train, val, test} with zero-based rows, as splits.json of a run',
  },
  { name: 'save-data-splits', kind: 'flag', group: splitGroup, help: 'always done: splits.json of the run folder' },
];

const modelGroup = 'Model:';
const modelOptions: readonly CliOption[] = [
  {
    name: 'model',
    kind: 'text',
    placeholder: 'NAME',
    choices: models.map(({ name }) => name),
    place: 'model.name',
    group: modelGroup,
    help: `default ${models[0]!.name}`,
  },
  {
    name: 'preset',
    kind: 'text',
    placeholder: 'NAME',
    place: 'model.preset',
    group: modelGroup,
    help: "settings of the model's authors (default: those of the data set, else of the task type)",
  },
  ...settingOptions(),
];

/** Settings of all models as options; which of them the chosen model has is checked with the configuration. */
function settingOptions(): CliOption[] {
  const kinds = { number: 'number', integer: 'integer', boolean: 'boolean', choice: 'text' } as const;
  const options = new Map<string, CliOption>();
  for (const { configSchema } of models) {
    for (const { name, type, values, description } of describeOptions(configSchema as never)) {
      if (name === 'maxAtoms') continue;
      options.set(name, {
        name: kebabCase(name),
        kind: kinds[type],
        ...(values && { choices: values }),
        place: `model.settings.${name}`,
        group: modelGroup,
        help: description || 'instead of what the preset says',
      });
    }
  }
  return [...options.values()];
}

const trainingGroup = 'Training:';
const trainingOptions: readonly CliOption[] = [
  {
    name: 'epochs',
    kind: 'integer',
    placeholder: 'N',
    place: 'training.epochs',
    group: trainingGroup,
    help: 'default 30',
  },
  {
    name: 'batch-size',
    short: 'b',
    kind: 'integer',
    placeholder: 'N',
    place: 'training.batchSize',
    group: trainingGroup,
    help: 'default 32',
  },
  {
    name: 'drop-last',
    kind: 'boolean',
    place: 'training.dropLast',
    group: trainingGroup,
    help: "leave out each epoch's last batch if it is incomplete, default false",
  },
  {
    name: 'loss-function',
    short: 'l',
    kind: 'text',
    placeholder: 'NAME',
    choices: lossNames,
    place: 'training.loss',
    group: trainingGroup,
    help: 'default bce for classification, rmse for regression',
  },
  {
    name: 'metrics',
    aliases: ['metric'],
    kind: 'texts',
    placeholder: 'NAME',
    place: 'training.metrics',
    group: trainingGroup,
    help: `reported beside the tracked one: ${metrics.map(({ name }) => name).join(', ')}`,
  },
  {
    name: 'tracking-metric',
    kind: 'text',
    placeholder: 'NAME',
    place: 'training.trackingMetric',
    group: trainingGroup,
    help: 'chooses the best epoch, default roc-auc or rmse',
  },
  {
    name: 'patience',
    kind: 'integer',
    placeholder: 'N',
    place: 'training.patience',
    group: trainingGroup,
    help: 'stop after N epochs without improvement (default: never)',
  },
  {
    name: 'min-delta',
    kind: 'number',
    placeholder: 'X',
    place: 'training.minDelta',
    group: trainingGroup,
    help: 'smaller improvements do not count for --patience',
  },
  {
    name: 'grad-clip',
    kind: 'number',
    placeholder: 'X',
    place: 'optimizer.clipNorm',
    group: trainingGroup,
    help: 'longest update gradient',
  },
  {
    name: 'fresh-dropout',
    kind: 'boolean',
    place: 'optimizer.freshDropout',
    group: trainingGroup,
    help: 'new dropout masks for every evaluation of a step, default false',
  },
  {
    name: 'seed',
    kind: 'integer',
    placeholder: 'N',
    place: 'training.seed',
    group: trainingGroup,
    help: 'of initial weights, order and dropout, default 0',
  },
];

const runGroup = 'Run:';
/** What is no part of the configuration. */
const runOptions: readonly CliOption[] = [
  {
    name: 'output-dir',
    short: 'o',
    aliases: ['save-dir'],
    kind: 'text',
    placeholder: 'FOLDER',
    group: runGroup,
    help: 'folder of the run (default: runs/NAME-OPTIMIZER)',
  },
  { name: 'overwrite', kind: 'flag', group: runGroup, help: 'replace the files of an earlier run in that folder' },
  {
    name: 'resume',
    kind: 'text',
    placeholder: 'FOLDER',
    bare: '',
    group: runGroup,
    help: 'continue an interrupted run; alone: the one in --output-dir',
  },
  {
    name: 'config-path',
    kind: 'text',
    placeholder: 'FILE',
    group: runGroup,
    help: 'JSON with option names, or with the sections of run.json; the command line wins',
  },
  {
    name: 'threads',
    kind: 'integer',
    placeholder: 'N',
    place: 'machine.threads',
    group: runGroup,
    help: 'default: all cores; another number gives slightly other results',
  },
  deviceOption(runGroup),
];

export const trainOptions: readonly CliOption[] = [
  ...dataOptions,
  ...splitOptions,
  ...modelOptions,
  ...trainingOptions,
  ...optimizerOptions,
  ...runOptions,
];
