/** What the form of the second step says, and the configuration that comes of it. Numbers are kept as typed. */
import { computed, signal } from '@preact/signals';
import type {
  Backend,
  ComputingDevice,
  OptimizerDescription,
  SplitType,
  TrainConfigInput,
  TrainingSetting,
} from '../../engine/protocol.ts';
import { sizes } from '../train/sizes.ts';
import { catalog } from './catalog.ts';
import { environment } from './engine.ts';
import { tableOptions, tableState, withoutUndefined } from './table.ts';

/** An empty text stands for what the library does where nothing is said: the same as on the command line. */
export interface Settings {
  readonly model: string;
  /** Empty: the one for the table. */
  readonly preset: string;
  readonly size: string;
  /** Further settings of the model, as typed. */
  readonly modelSettings: Typed;
  /** Further settings of the training, by their path, as typed. */
  readonly trainingSettings: Typed;
  readonly optimizer: string;
  /** The run whose encoder the training starts from; empty: none. */
  readonly initFrom: string;
  readonly hyperparameters: Typed;
  readonly base: string;
  readonly compare: boolean;
  readonly split: SplitType;
  /** Shares of the parts in percent, as typed. */
  readonly train: string;
  readonly validation: string;
  readonly test: string;
  readonly seed: string;
  readonly epochs: string;
  readonly batchSize: string;
  readonly learningRate: string;
  /** Name of what computes. */
  readonly device: string;
}

export type Typed = Readonly<Record<string, string>>;

export const defaultSettings: Settings = {
  model: 'compt',
  preset: '',
  size: 'small',
  modelSettings: {},
  trainingSettings: {},
  optimizer: '',
  initFrom: '',
  hyperparameters: {},
  base: 'adam',
  compare: false,
  split: 'random',
  train: '80',
  validation: '10',
  test: '10',
  seed: '0',
  epochs: '',
  batchSize: '',
  learningRate: '',
  device: 'auto',
};

export const settings = signal<Settings>(defaultSettings);

export function changeSettings(changes: Partial<Settings>): void {
  settings.value = { ...settings.peek(), ...changes };
}

/** Its name; empty before the engine is awake. */
export const optimizerName = computed(() => settings.value.optimizer || catalog.value?.defaults.optimizer.name || '');

export const chosenOptimizer = computed<OptimizerDescription | undefined>(() =>
  catalog.value?.optimizers.find(({ name }) => name === optimizerName.value),
);

/** Undefined for a name that no device of this page has, and before the engine is awake. */
export const chosenDevice = computed<ComputingDevice | undefined>(() =>
  environment.value?.devices.find(({ name }) => name === settings.value.device),
);

/** What a comparison trains beside the chosen optimizer: what is beneath a method, Adam beside another rule, and GraphSAM beside Adam. */
export const otherOptimizer = computed<string>(() => {
  if (chosenOptimizer.value?.kind === 'method') return settings.value.base;
  return optimizerName.value === 'adam' ? 'graphsam' : 'adam';
});

/** Undefined where nothing is compared. */
export const comparedWith = computed<string | undefined>(() =>
  settings.value.compare ? otherOptimizer.value : undefined,
);

/** Of what a start trains side by side: the chosen optimizer, and its comparison. */
export function trainConfigs(): TrainConfigInput[] {
  return chosenRules().map(trainConfig);
}

/** Names of the optimizers that train as they are; undefined: the chosen one. */
export function chosenRules(): readonly (string | undefined)[] {
  const other = comparedWith.peek();
  return [undefined, ...(other === undefined ? [] : [other])];
}

/** The published size is that of the authors' presets. */
function presetOf({ preset, size, initFrom }: Settings): { readonly preset?: string } {
  if (preset !== '') return { preset };
  return size === 'full' && initFrom === '' ? { preset: 'authors' } : {};
}

/** Of the chosen optimizer, or of another one as it is. */
function trainConfig(rule?: string): TrainConfigInput {
  const { model, split, epochs, initFrom, ...form } = settings.value;
  const alone = {
    name: rule ?? optimizerName.value,
    hyperparameters: rule === undefined ? numbers(form.hyperparameters) : {},
  };
  const isMethod = rule === undefined && chosenOptimizer.value?.kind === 'method';
  const percent = [form.train, form.validation, form.test].map((part) => number(part) / 100);
  const further = furtherSettings(isMethod);
  return {
    data: withoutUndefined(tableOptions.value),
    split: { type: split, seed: number(form.seed), sizes: percent as [number, number, number] },
    model: { name: model, ...presetOf(settings.value), settings: modelSettings() },
    optimizer: {
      ...alone,
      ...(isMethod && { base: { name: form.base, hyperparameters: {} } }),
      ...further('optimizer.'),
    },
    schedule: given('learningRate', form.learningRate),
    machine: machine(form.device),
    training: {
      ...given('epochs', epochs),
      ...given('batchSize', form.batchSize),
      seed: number(form.seed),
      ...(initFrom !== '' && { initFrom }),
      ...further('training.'),
    },
  };
}

/** A name that a link misspells is refused by the library. */
function machine(device: string): NonNullable<TrainConfigInput['machine']> {
  const backend = chosenDevice.value ? chosenDevice.value.backend : device === 'auto' ? undefined : (device as Backend);
  return backend === undefined ? {} : { backend };
}

/** Further settings that say something about this table and this optimizer: only these are shown, and trained with. */
export function shownTrainingSettings(isMethod: boolean): readonly TrainingSetting[] {
  const { value: table } = tableState;
  const task =
    table.kind === 'ready' ? catalog.value?.tasks.find(({ name }) => name === table.report.taskType) : undefined;
  const says = { training: true, method: isMethod, classes: task?.hasClasses ?? false };
  return (catalog.value?.trainingSettings ?? []).filter((setting) => says[setting.of]);
}

/** What was typed of them, as the section of the configuration whose name the path begins with. */
function furtherSettings(isMethod: boolean): (section: string) => Record<string, unknown> {
  const typed = settings.value.trainingSettings;
  const shown = shownTrainingSettings(isMethod).map(({ name }) => [name, typed[name] ?? ''] as const);
  const values = Object.entries(numbers(Object.fromEntries(shown)));
  return (section) => {
    const result: Record<string, unknown> = {};
    for (const [path, value] of values) {
      if (path.startsWith(section)) place(result, path.slice(section.length).split('.'), value);
    }
    return result;
  };
}

function place(into: Record<string, unknown>, [name, ...inner]: readonly string[], value: unknown): void {
  if (inner.length === 0) into[name!] = value;
  else place((into[name!] ??= {}) as Record<string, unknown>, inner, value);
}

function modelSettings(): Record<string, unknown> {
  const { model, size, modelSettings, initFrom } = settings.value;
  const described = catalog.value?.models.find(({ name }) => name === model);
  // An encoder comes with its own width and layers.
  const bySize = (initFrom === '' && sizes.find(({ name }) => name === size)?.settings(described)) || {};
  return { ...bySize, ...numbers(modelSettings) };
}

/** A number under its name, where one was typed. */
function given(name: string, text: string): Record<string, number> {
  return text.trim() === '' ? {} : { [name]: number(text) };
}

/** NaN for what is no number: the library then names the field. */
function number(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'));
}

function numbers(typed: Typed): Record<string, unknown> {
  const filled = Object.entries(typed).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(filled.map(([name, text]) => [name, typedValue(text)]));
}

function typedValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  const value = Number(text.replace(',', '.'));
  return Number.isNaN(value) ? text : value;
}
