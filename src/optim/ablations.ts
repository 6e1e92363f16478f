/**
 * Ablations of GraphSAM by name: the method with one part taken out or exchanged, to see what the part is good for. A name stands
 * for an optimizer with hyper-parameters, wherever an optimizer's name may stand.
 */
export interface Ablation {
  /** As on the command line: the optimizer, a slash, and what is different. */
  readonly name: string;
  readonly summary: string;
  readonly optimizer: string;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
}

const graphSam = (what: string, summary: string, hyperparameters: Ablation['hyperparameters']): Ablation => ({
  name: `graphsam/${what}`,
  summary,
  optimizer: 'graphsam',
  hyperparameters,
});

export const ablations: readonly Ablation[] = [
  graphSam('no-reanchoring', 'One anchor, at the first step of the training; after it only the moving average.', {
    anchorEvery: 0,
  }),
  graphSam('anchor-every-10', 'An anchor every ten steps instead of one an epoch.', { anchorEvery: 10 }),
  graphSam('no-average', 'The last update gradient alone instead of the moving average.', { beta: 0 }),
  graphSam('anchor-only', "SAM-One: the anchor's perturbation for the whole epoch, without the moving average.", {
    beta: 1,
  }),
  graphSam('constant-rho', 'The radius does not fall.', { rhoSchedule: 'none' }),
  graphSam('cosine-rho', 'The radius falls along a cosine to the end of the training.', { rhoSchedule: 'cosine' }),
  graphSam('inverse-root-rho', 'The radius falls with the inverse root of the epoch.', { rhoSchedule: 'inverse-root' }),
  graphSam('per-tensor', 'Each tensor is perturbed in its own direction, all as far as before together.', {
    granularity: 'tensor',
  }),
  graphSam('unit-anchor', 'The anchor is normalized before it is averaged.', { anchor: 'unit' }),
  graphSam('authors', "The semantics of the authors' code.", { variant: 'authors' }),
  {
    name: 'sam/one-in-10',
    summary: 'SAM on one step in ten, the base rule on the others.',
    optimizer: 'sam',
    hyperparameters: { every: 10 },
  },
];

interface Named {
  readonly name: string;
  readonly hyperparameters?: Readonly<Record<string, unknown>> | undefined;
}

/** The configuration that a name stands for; hyper-parameters that are given beside it go over those of the ablation. */
export function withoutAblationName<Config extends Named>(config: Config): Config {
  const ablation = ablations.find(({ name }) => name === config.name);
  if (!ablation) return config;
  const hyperparameters = { ...ablation.hyperparameters, ...config.hyperparameters };
  return { ...config, name: ablation.optimizer, hyperparameters };
}
