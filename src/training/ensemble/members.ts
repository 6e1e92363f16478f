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

/**
 * splits: how many the data have. Members of one fold have seeds that follow each other.
 * Throws ConfigError where seeds and folds do not make an ensemble.
 */
export function membersOf(config: TrainConfig, splits: number, threads: number): Member[] {
  const { ensembleSize = 1, ensembleOfFolds, seed } = config.training;
  if (ensembleOfFolds !== splits > 1) throw ensembleOfFolds ? oneSplit() : severalSplits(splits);
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

function severalSplits(splits: number): ConfigError {
  return new ConfigError({
    code: 'contradicting-settings',
    path: ['training', 'ensembleSize'],
    what: `the data are split ${splits} times, and an ensemble is trained on one split`,
    advice: `Let the folds be members with ${setting('training.ensembleOfFolds')}, or split the data once.`,
  });
}
