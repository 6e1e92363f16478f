/** Random numbers of a method: from the optimizer's own stream, or, in tests, from a list. */
import { type RandomState, RandomStream, type Vector } from '../base/index.ts';

export interface NoiseSource {
  /** One standard normal an element, tensors in layout order, elements row by row. */
  fillNormal(vector: Vector): void;
  /** Uniform in [0, 1). */
  uniform(): number;
  state(): RandomState;
  load(state: RandomState): void;
}

/** The stream `optimizer noise` of a seed, independent of all its other streams. */
export function seededNoise(seed: number): NoiseSource {
  return new RandomStream(seed, 'optimizer noise');
}
