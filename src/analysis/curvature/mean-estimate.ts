/** The mean of independent draws with its standard error. */
import { mean, standardError } from '../../base/index.ts';

export interface MeanEstimate {
  readonly mean: number;
  /** Sample standard deviation over the root of the number of draws; null for a single one. */
  readonly standardError: number | null;
  readonly draws: number;
}

export function meanOf(values: readonly number[]): MeanEstimate {
  return { mean: mean(values), standardError: standardError(values), draws: values.length };
}
