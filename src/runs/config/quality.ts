/**
 * What `training.quality` sets, level by level: data, so that a level is changed or added here alone. Whatever is given explicitly wins.
 * What a level costs is estimated, and fitted into a limit of time, by src/tune/quality.
 */
import type { z } from 'zod';
import type { AtomOrder } from '../../data/index.ts';
import { builtinEncoder } from '../builtin-encoder.ts';
import type { trainingSchema } from './training-schema.ts';

export const qualityNames = ['fast', 'good', 'best'] as const;
export type QualityName = (typeof qualityNames)[number];

type Training = z.output<typeof trainingSchema>;

export interface QualityLevel {
  /** What is trained, in plain words. */
  readonly summary: string;
  /** Settings of a training that hold where nothing else is given. */
  readonly training: Partial<Pick<Training, 'ensembleSize' | 'blend'>>;
  /** How its networks begin, where the targets are of such a kind; only with the model of the encoder, and its network. */
  readonly beginning?: LevelBeginning;
  /** Trials of a search before it; the first one is the default recipe. */
  readonly trials: number;
}

interface LevelBeginning {
  readonly taskTypes: readonly string[];
  readonly initFrom: string;
  readonly atomOrder: AtomOrder;
  /** All of them, where neither their number nor early stopping is given. Absent: the recipe's. */
  readonly epochs?: number;
}

/** Chosen by validation on ESOL, Lipophilicity and BBBP: results/recipe, eighth to tenth. Several classes were not measured. */
const fromEncoder = {
  taskTypes: ['regression', 'classification'],
  initFrom: builtinEncoder,
  atomOrder: 'random',
} as const;
const ensembleWithTrees = { ensembleSize: 5, blend: true } as const;

export const qualityLevels = {
  fast: { summary: 'one network', training: {}, beginning: { ...fromEncoder, epochs: 20 }, trials: 0 },
  good: {
    summary: 'five networks with trees beside them',
    training: ensembleWithTrees,
    beginning: fromEncoder,
    trials: 0,
  },
  best: {
    summary: 'a search of settings, then five networks with trees beside them',
    training: ensembleWithTrees,
    beginning: fromEncoder,
    trials: 20,
  },
} as const satisfies Record<QualityName, QualityLevel>;

/** How a limit of time is shared out. */
export const timeShares = {
  /** Most that a search gets of what training may take. */
  search: 0.6,
  /** Kept for what comes after the last epoch: trees, test part, files. */
  ending: 0.1,
  /** A search of fewer trials is left out. */
  leastTrials: 3,
} as const;

/** The settings of a level where they are silent. One network takes no trees. */
export function withQuality(given: Training): Training & { readonly blend: boolean } {
  const level: QualityLevel['training'] = given.quality === undefined ? {} : qualityLevels[given.quality].training;
  const silent = Object.entries(level).filter(([name]) => given[name as keyof Training] === undefined);
  const filled = { ...given, ...Object.fromEntries(silent) };
  const takesTrees = given.blend ?? ((filled.ensembleSize ?? 1) > 1 && filled.blend);
  return { ...filled, blend: takesTrees ?? false };
}

/** Of one network: without what makes several of them, or says how long they may take. */
export function ofOneNetwork<Settings extends { readonly [Name in keyof Training]?: Training[Name] | undefined }>(
  training: Settings,
): Omit<Settings, 'quality' | 'timeLimit' | 'ensembleSize'> {
  const { quality: _quality, timeLimit: _limit, ensembleSize: _size, ...rest } = training;
  return { ...rest, ensembleOfFolds: false, blend: false };
}
