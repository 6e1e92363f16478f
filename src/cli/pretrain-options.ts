/** The options of `graphsam pretrain`: those of `train` that it shares, and its own. */
import { pretrainConfigSchema } from '../runs/index.ts';
import type { CliOption } from './option.ts';
import { trainOptions } from './train-options.ts';

/** Options of `train` that are not in its configuration and say nothing here. */
const ofLabels: ReadonlySet<string> = new Set(['save-data-splits']);

/** Whether pre-training has the setting, or the option is about the run (`--output-dir`). */
function isShared({ name, path }: CliOption): boolean {
  const [section = '', key = ''] = path?.split('.') ?? [];
  if (!(section in sections)) return !ofLabels.has(name);
  return key in sections[section as keyof typeof sections].unwrap().shape;
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
    path: 'split.validation',
    group,
    help: 'share of the molecules that validate, default 0.1',
  },
  {
    name: 'least-count',
    kind: 'integer',
    placeholder: 'N',
    path: 'tasks.leastCount',
    group,
    help: 'contexts that occur less often are one class, default 5',
  },
  {
    name: 'context-disagreement',
    kind: 'number',
    placeholder: 'X',
    path: 'tasks.disagreement',
    group,
    help: 'factor of the disagreement of two embeddings about contexts, default 0.1',
  },
];

export const pretrainOptions: readonly CliOption[] = [
  ...ownOptions,
  ...trainOptions.filter(isShared).map((option) => ({ ...option, help: otherHelp[option.name] ?? option.help })),
];
