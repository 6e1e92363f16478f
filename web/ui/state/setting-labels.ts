/**
 * What the page calls the settings of the configuration, by their path: its forms take their labels from here, and its messages name
 * settings by them.
 */
import { catalog } from './catalog.ts';

interface LabeledSetting {
  readonly label: string;
  /** Titles of values, in the order of the menu. */
  readonly values?: Readonly<Record<string, string>>;
  /** The control is a check for this one value. */
  readonly only?: string;
}

const labeled = {
  'data.smilesColumns': { label: 'Column of the structures' },
  'data.targetColumns': { label: 'Columns to learn' },
  'data.ignoreColumns': { label: 'Columns to ignore' },
  'data.header': { label: 'The first line is data', only: 'false' },
  'data.taskType': { label: 'Task' },
  'data.threshold': { label: 'Threshold' },
  'data.labelMap': { label: 'Labels as numbers' },
  'data.maxRejected': { label: 'Unreadable rows allowed' },
  'data.censored': { label: 'Values like <5', values: { drop: 'leave them out', bound: 'learn them as limits' } },
  'data.unreadableLabels': { label: 'Leave out what is no number', only: 'drop' },
  'data.largestFragment': { label: 'Largest fragment only', only: 'true' },
  'data.targetUnit': { label: 'Unit' },
  'data.targetTransform': {
    label: 'Scale of the property',
    values: { log10: 'log10', 'negative-log10': '−log10' },
  },
  'data.duplicates': { label: 'Merge repeated structures', only: 'merge' },
  'data.contradictions': {
    label: 'Contradictions',
    values: { keep: 'keep all rows', drop: 'leave them out', average: 'average the labels' },
  },
  'split.type': {
    label: 'Split',
    values: {
      random: 'random',
      scaffold: 'by scaffold: the test set has other scaffolds',
      scaffold_balanced: 'by scaffold, balanced',
      random_with_repeated_smiles: 'random, repeated structures together',
    },
  },
  'split.sizes': { label: 'Training set, %' },
  'split.seed': { label: 'Seed' },
  'machine.backend': { label: 'Computed by' },
  'model.name': { label: 'Model' },
  'model.preset': { label: 'Preset' },
  'optimizer.name': { label: 'Optimizer' },
  'optimizer.base.name': { label: 'Base rule' },
  'optimizer.perturb.from': { label: 'Perturb from epoch' },
  'optimizer.perturb.until': { label: 'Perturb until epoch' },
  'schedule.learningRate': { label: 'Learning rate' },
  'training.initFrom': { label: 'Start' },
  'training.seed': { label: 'Seed' },
  'training.epochs': { label: 'Epochs' },
  'training.batchSize': { label: 'Batch size' },
  'training.emaDecay': { label: 'Averaged weights, decay' },
  'training.classBalance': { label: 'Rare classes' },
  'training.labelSmoothing': { label: 'Label smoothing' },
} as const satisfies Readonly<Record<string, LabeledSetting>>;

type LabeledPath = keyof typeof labeled;

/** Of a setting that the page has a control of its own for. */
export function labelOf(path: LabeledPath): string {
  return labeled[path].label;
}

/** Titles of its values, for a menu. */
export function titlesOf(path: LabeledPath): Readonly<Record<string, string>> {
  return settingAt(path)?.values ?? {};
}

/** The same as choices. */
export function choicesOf(path: LabeledPath): { readonly value: string; readonly title: string }[] {
  return Object.entries(titlesOf(path)).map(([value, title]) => ({ value, title }));
}

/** How the page calls a setting, of the model and the optimizer too; undefined where it shows none. */
export function settingLabel(path: string): string | undefined {
  return settingAt(path)?.label;
}

/** `“Labels as numbers” low=0,high=1`: as messages name a setting; undefined where the page has none for this value. */
export function settingInWords(path: string, value: string | undefined): string | undefined {
  const setting = settingAt(path);
  if (!setting || (setting.only !== undefined && value !== undefined && value !== setting.only)) return undefined;
  const shown = setting.only === undefined ? titleOf(path, value) : undefined;
  return shown === undefined ? `“${setting.label}”` : `“${setting.label}” ${shown}`;
}

function titleOf(path: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (path === 'data.taskType') return catalog.peek()?.tasks.find(({ name }) => name === value)?.choice ?? value;
  return settingAt(path)?.values?.[value] ?? value;
}

function settingAt(path: string): LabeledSetting | undefined {
  if (Object.hasOwn(labeled, path)) return labeled[path as LabeledPath];
  if (path === 'data.maxAtoms') return settingAt('model.settings.maxAtoms');
  const [, name] = /^(?:model\.settings|optimizer\.hyperparameters)\.(\w+)$/.exec(path) ?? [];
  return name === undefined || !isListed(name) ? undefined : { label: inWords(name) };
}

/** Whether the library lists the setting for a model or an optimizer: the form then shows it. */
function isListed(name: string): boolean {
  const { models = [], optimizers = [] } = catalog.peek() ?? {};
  const settings = [
    ...models.flatMap((model) => model.settings),
    ...optimizers.flatMap((each) => each.hyperparameters),
  ];
  return settings.some((setting) => setting.name === name);
}

/** `headLayers` becomes `head layers`. */
export function inWords(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
}
