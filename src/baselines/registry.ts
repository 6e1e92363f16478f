/** The baselines by name. A new one is a file and a line here. */
import { unknownName } from '../base/index.ts';
import type { Baseline } from './baseline.ts';
import { boostedTrees } from './boosted-trees.ts';
import { descriptorForest } from './descriptor-forest.ts';
import { forest } from './forest.ts';
import { linear } from './linear.ts';
import { meanPredictor } from './mean.ts';
import { nearestNeighbors } from './nearest-neighbors.ts';

export const baselines: readonly Baseline[] = [
  meanPredictor,
  nearestNeighbors as Baseline,
  linear as Baseline,
  forest as Baseline,
  descriptorForest as Baseline,
  boostedTrees as Baseline,
];

/** Throws ConfigError for an unknown name. */
export function findBaseline(name: string): Baseline {
  const found = baselines.find((baseline) => baseline.name === name.toLowerCase());
  if (found) return found;
  throw unknownName(
    'baseline',
    name,
    baselines.map((baseline) => baseline.name),
  );
}
