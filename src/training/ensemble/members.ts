/** The members of an ensemble: as many trainings of one configuration, which differ in their seeds, their folds or both. */
import { ConfigError, setting } from '../../base/index.ts';
import { ofOneNetwork, type TrainConfig } from '../../runs/index.ts';

export interface Member {
  /** From 0; its folder is `member_INDEX`. */
  readonly index: number;
  readonly config: TrainConfig;
  /** Which split of the data, from 0. */
  readonly fold: number;
}

export const memberFolder = (index: number): string => `member_${index}`;

/** Whether a configuration asks for several models in one. */
export function isEnsemble({ training: { ensembleSize = 1, ensembleOfFolds } }: TrainConfig): boolean {
  return ensembleSize > 1 || ensembleOfFolds;
}

/** splits: how many the data have. Throws ConfigError where they and the seeds do not make the ensemble that is asked for. */
export function requireMembers(config: TrainConfig, splits: number): void {
  if (!isEnsemble(config)) return;
  const { data, training } = config;
  if (training.ensembleOfFolds !== splits > 1)
    throw training.ensembleOfFolds ? oneSplit() : severalSplits(config, splits);
  const { moleculeFeatures, featuresPath, descriptorsColumns } = data;
  if (splits > 1 && (moleculeFeatures ?? featuresPath ?? descriptorsColumns) !== undefined) throw featuresOfFolds();
}

/**
 * splits: how many the data have. Members of one fold have seeds that follow each other.
 * Throws what requireMembers throws.
 */
export function membersOf(config: TrainConfig, splits: number, threads: number): Member[] {
  requireMembers(config, splits);
  const { ensembleSize = 1, seed } = config.training;
  return Array.from({ length: splits * ensembleSize }, (_, index): Member => {
    // Classical models would be fitted to the same rows by every member.
    const own = { seed: seed + (index % ensembleSize), baselines: false };
    const alone = { ...ofOneNetwork(config.training), ...own };
    const fold = Math.floor(index / ensembleSize);
    return { index, fold, config: { ...config, training: alone, machine: { ...config.machine, threads } } };
  });
}

/** How members share the threads of a training: as many at a time as there are threads, each with an equal part. */
export function shareThreads(members: number, threads: number): { readonly atOnce: number; readonly threads: number } {
  const atOnce = Math.max(1, Math.min(members, threads));
  return { atOnce, threads: Math.floor(threads / atOnce) };
}

function oneSplit(): ConfigError {
  return new ConfigError({
    code: 'contradicting-settings',
    path: ['training', 'ensembleOfFolds'],
    what: 'the members are to be folds, and the data are split once',
    advice: `Add ${setting('split.type', 'cv')}, or choose ${setting('training.ensembleSize')} instead.`,
  });
}

function severalSplits({ training: { blend } }: TrainConfig, splits: number): ConfigError {
  const withoutTrees = blend ? ` and ${setting('training.blend', 'false')}` : '';
  return new ConfigError({
    code: 'contradicting-settings',
    path: ['training', 'ensembleSize'],
    what: `the data are split ${splits} times, and an ensemble is trained on one split`,
    advice: `Let the folds be members with ${setting('training.ensembleOfFolds')}${withoutTrees}, train one network a split with ${setting('training.ensembleSize', 1)}, or split the data once.`,
  });
}

function featuresOfFolds(): ConfigError {
  return new ConfigError({
    code: 'not-supported',
    path: ['training', 'ensembleOfFolds'],
    what: 'each fold scales molecule features by its own training rows, and the models of an ensemble read the same numbers',
    advice: `Train models that differ in their seeds with ${setting('training.ensembleSize')}, or leave out the features.`,
  });
}
