/** The options of `graphsam pretrain`: those of `train` that it shares, and its own. */
import type { CliOption } from './option.ts';
import { trainOptions } from './train-options.ts';

/** Options of `train` that are about labels, about their splits, or about starting from a pre-training. */
const ofLabels: ReadonlySet<string> = new Set([
  'target-columns',
  'ignore-columns',
  'task-type',
  'label-map',
  'threshold',
  'censored',
  'features-generator',
  'features-path',
  'no-features-scaling',
  'duplicates',
  'contradictions',
  'split-type',
  'split-sizes',
  'num-folds',
  'splits-column',
  'splits-file',
  'save-data-splits',
  'loss-function',
  'metrics',
  'tracking-metric',
  'init-from',
]);

/** What help says differently here. */
const otherHelp: Readonly<Record<string, string>> = {
  'data-path': 'tables of molecules, read one after the other',
  'data-seed': 'of the split, default 0',
  optimizer: 'method or base rule, default adam',
  'output-dir': 'folder of the run (default: runs/NAME-pretrain-MODEL)',
};

const group = 'Pre-training:';

const ownOptions: readonly CliOption[] = [
  {
    name: 'validation',
    kind: 'number',
    placeholder: 'SHARE',
    place: 'split.validation',
    group,
    help: 'share of the molecules that validate, default 0.1',
  },
  {
    name: 'least-count',
    kind: 'integer',
    placeholder: 'N',
    place: 'tasks.leastCount',
    group,
    help: 'contexts that occur less often are one class, default 5',
  },
  {
    name: 'context-disagreement',
    kind: 'number',
    placeholder: 'X',
    place: 'tasks.disagreement',
    group,
    help: 'factor of the disagreement of two embeddings about contexts, default 0.1',
  },
];

export const pretrainOptions: readonly CliOption[] = [
  ...ownOptions,
  ...trainOptions
    .filter(({ name }) => !ofLabels.has(name))
    .map((option) => ({ ...option, help: otherHelp[option.name] ?? option.help })),
];
