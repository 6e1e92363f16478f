/** A learning-rate schedule: a function of the clock, so that resuming needs no state of its own. */
import type { Clock } from '../objective.ts';

export interface LearningRateRange {
  readonly lowest: number;
  readonly highest: number;
}

export interface Schedule {
  learningRate(clock: Clock): number;
  /** Lowest and highest rate of the whole training (GSAM's radius follows the rate between them). */
  range(clock: Clock): LearningRateRange;
  /** Whether the rate of this step still rises. */
  isWarmingUp(clock: Clock): boolean;
}
