/** What went wrong, as the page shows it: what, where, what to do. The library's errors bring all three. */
import { nameSettings, settingsIn } from '../../engine/protocol.ts';

export interface Problem {
  readonly what: string;
  readonly where?: string;
  readonly advice?: string;
}

/** Settings as the page labels them, by their path in the configuration; with a value where that has a control of its own. */
const labels: Readonly<Record<string, string>> = {
  'data.smilesColumns': 'Column of the structures',
  'data.targetColumns': 'Columns to learn',
  'data.ignoreColumns': 'Columns to ignore',
  'data.header': 'The first line is data',
  'data.taskType': 'Task',
  'data.threshold': 'Threshold',
  'data.labelMap': 'Labels as numbers',
  'data.maxRejected': 'Unreadable rows allowed',
  'data.maxAtoms': 'max atoms',
  'data.censored': 'Values like <5',
  'data.unreadableLabels: drop': 'Leave out what is no number',
  'data.targetUnit': 'Unit',
  'data.targetTransform': 'Scale of the property',
  'data.duplicates: merge': 'Merge repeated structures',
  'data.contradictions': 'Contradictions',
  'split.type': 'Split',
  'split.sizes': 'Training set, %',
  'split.seed': 'Seed',
  'training.seed': 'Seed',
  'training.epochs': 'Epochs',
  'training.batchSize': 'Batch size',
  'training.emaDecay': 'Averaged weights, decay',
  'training.classBalance': 'Rare classes',
  'training.labelSmoothing': 'Label smoothing',
  'optimizer.perturb.from': 'Perturb from epoch',
  'optimizer.perturb.until': 'Perturb until epoch',
  'schedule.learningRate': 'Learning rate',
  'optimizer.name': 'Optimizer',
  'machine.backend': 'Computed by',
};

/** Values that the page words otherwise. */
const values: Readonly<Record<string, string>> = {
  'data.header: false': '',
  'data.censored: drop': 'leave them out',
  'data.censored: bound': 'learn them as limits',
  'data.taskType: multiclass': 'multiclass: one of several names',
  'split.type: random_with_repeated_smiles': 'random, repeated structures together',
};

export function describeProblem(error: unknown): Problem {
  const details = error as { what?: unknown; where?: unknown; advice?: unknown; message?: unknown } | undefined;
  if (typeof details?.what === 'string') {
    const advice = typeof details.advice === 'string' ? adviceHere(details.advice) : '';
    return {
      what: inWordsOfThePage(details.what),
      ...(typeof details.where === 'string' && { where: inWordsOfThePage(details.where) }),
      ...(advice !== '' && { advice }),
    };
  }
  const message = typeof details?.message === 'string' ? details.message : String(error);
  return {
    what: message === '' ? 'Something failed without saying why' : message,
    advice: 'Reload the page; what was trained is kept. If it comes again, please report it with this text.',
  };
}

/** `` `data.labelMap: low=0,high=1` `` becomes `“Labels as numbers” low=0,high=1`. */
export function inWordsOfThePage(text: string): string {
  return nameSettings(text, labelOf);
}

/** How the form calls a setting; undefined where it has none. */
export function settingLabel(path: string): string | undefined {
  return labels[path];
}

function labelOf(path: string, value: string | undefined): string | undefined {
  const whole = `${path}: ${value}`;
  if (whole in labels) return `“${labels[whole]}”`;
  const label = labels[path];
  if (label === undefined) return undefined;
  const shown = values[whole] ?? value ?? '';
  return shown === '' ? `“${label}”` : `“${label}” ${shown}`;
}

/** The sentences of an advice that can be followed here: those about settings that the page has. */
function adviceHere(advice: string): string {
  const sentences = advice.split(/(?<=[.!?]) (?=[A-Z`])/);
  const followable = sentences.filter((sentence) => settingsIn(sentence).every(hasSetting));
  return inWordsOfThePage(followable.join(' '));
}

function hasSetting(path: string): boolean {
  return Object.keys(labels).some((label) => label === path || label.startsWith(`${path}: `));
}

export function isAbort(error: unknown): boolean {
  return (error as { name?: unknown } | undefined)?.name === 'AbortError';
}
