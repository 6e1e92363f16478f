/** The one name of a column of predictions, in every file and table: `logS_prediction`; with classes also `grade_low`, a probability. */
export function predictionNames(target: string, suffixes: readonly string[]): string[] {
  return suffixes.map((suffix) => `${target}${suffix === '' ? '_prediction' : suffix}`);
}
