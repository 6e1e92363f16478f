/** The mean of independent draws with its standard error. */
export interface MeanEstimate {
  readonly mean: number;
  /** Sample standard deviation over the root of the number of draws; null for a single one. */
  readonly standardError: number | null;
  readonly draws: number;
}

export function meanOf(values: readonly number[]): MeanEstimate {
  const draws = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / draws;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: draws < 2 ? null : Math.sqrt(squares / (draws - 1) / draws), draws };
}
