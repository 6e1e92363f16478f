/** What went wrong, as the page shows it: what, where, what to do. The library's errors bring all three. */
export interface Problem {
  readonly what: string;
  readonly where?: string;
  readonly advice?: string;
}

/** Options as the library's advice names them, and what they are called on this page. */
const hereCalled: Readonly<Record<string, string>> = {
  'smiles-columns': 'Column of the structures',
  'target-columns': 'Columns to learn',
  'ignore-columns': 'Columns to ignore',
  'no-header-row': 'The first line is data',
  'task-type': 'Task',
  threshold: 'Threshold',
  'label-map': 'Labels as numbers',
  'max-rejected': 'Unreadable rows allowed',
  'max-atoms': 'max atoms',
  contradictions: 'Contradictions',
  'split-sizes': 'Trained on, %',
  split: 'Split',
  seed: 'Seed',
  epochs: 'Epochs',
  'max-lr': 'Learning rate',
  'batch-size': 'Molecules a step',
  optimizer: 'Optimizer',
};

/** What the library says of options with a value, or of options that the page does not have, and what is said here. */
const phrases: readonly (readonly [option: string, here: string])[] = [
  ['--censored drop', '“Leave out values like <5”'],
  ['--duplicates merge', '“Merge repeated structures”'],
  ['--split random_with_repeated_smiles', 'the split “random, repeated structures together”'],
  [', or a --splits-file', ''],
  [', or choose another --tracking-metric', ''],
  [' or shorten gradients (--grad-clip)', ''],
  ['graphsam train --help lists all options.', ''],
  ['the settings: ', ''],
];

export function describeProblem(error: unknown): Problem {
  const details = error as { what?: unknown; where?: unknown; advice?: unknown; message?: unknown } | undefined;
  if (typeof details?.what === 'string') {
    return {
      what: inWordsOfThePage(details.what),
      ...(typeof details.where === 'string' && { where: inWordsOfThePage(details.where) }),
      ...(typeof details.advice === 'string' && { advice: inWordsOfThePage(details.advice) }),
    };
  }
  const message = typeof details?.message === 'string' ? details.message : String(error);
  return {
    what: message === '' ? 'Something failed without saying why' : message,
    advice: 'Reload the page; what was trained is kept. If it comes again, please report it with this text.',
  };
}

/** `--label-map low=0,high=1` becomes `“Labels as numbers” low=0,high=1`. */
export function inWordsOfThePage(text: string): string {
  const valued = phrases.reduce((before, [option, here]) => before.replaceAll(option, here), text);
  return valued.replace(/--([a-z]+(?:-[a-z]+)*)/g, (option, name: string) =>
    name in hereCalled ? `“${hereCalled[name]}”` : option,
  );
}

export function isAbort(error: unknown): boolean {
  return (error as { name?: unknown } | undefined)?.name === 'AbortError';
}
