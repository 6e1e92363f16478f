/** The options of `graphsam pretrain`: those of `train` that it shares, and its own. */
import { pretrainConfigSchema } from '../runs/index.ts';
import type { CliOption } from './option.ts';
import { trainOptions } from './train-options.ts';

/** Options of `train` without a place of their own in its configuration that are about labels, or say nothing here. */
const ofLabels: ReadonlySet<string> = new Set(['label-map', 'split-sizes', 'save-data-splits', 'no-features-scaling']);

/** Whether a pre-training can be told it: its place is in the configuration, or it is spread over several (`--strict`). */
function isShared({ name, place }: CliOption): boolean {
  if (place === undefined) return !ofLabels.has(name);
  const [section, key] = place.split('.') as [keyof typeof sections, string];
  return key in sections[section].unwrap().shape;
}

const sections = pretrainConfigSchema.shape;

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
  ...trainOptions.filter(isShared).map((option) => ({ ...option, help: otherHelp[option.name] ?? option.help })),
];
