/**
 * Conformal prediction: how far off predictions were on rows that the model was not trained on, and what range therefore holds the true value
 * of a new row with a wanted probability. The guarantee holds for rows that are drawn like those; molecules of other scaffolds are not.
 *   quantities: score |y - prediction| / deviation; the interval is prediction -+ q * deviation
 *   classes:    score 1 - p(label), class by class (Mondrian), so that the guarantee holds for the rare class too; the set holds every class
 *               with 1 - p(class) <= q(class)
 * q is the score of rank ceil((n + 1) * coverage) of n: with too few scores for a coverage there is no finite interval.
 * Sources: Papadopoulos et al. 2002 (normalized scores); Vovk et al. 2005 (Mondrian).
 */
import { z } from 'zod';

/** Scores that a model file keeps of a target or class. Thinned ones make intervals wider by 0.1 % of the coverage at most, never narrower. */
const mostScores = 1000;

export const conformalSchema = z.object({
  /** Scores of quantities are in units of the deviation that the model says; false: in the unit of the target. */
  normalized: z.boolean(),
  /** Of each target, ascending: one list, or a list for each class. */
  targets: z.array(z.object({ scores: z.array(z.array(z.number())) })),
});
export type Conformal = z.output<typeof conformalSchema>;

/** The score that bounds a share of new rows; Infinity where there are too few scores to say. scores: ascending. */
export function conformalBound(scores: readonly number[], coverage: number): number {
  // A product that misses a whole number by rounding alone is that number.
  const rank = Math.ceil((scores.length + 1) * coverage - 1e-9);
  return rank > scores.length ? Number.POSITIVE_INFINITY : scores[Math.max(0, rank - 1)]!;
}

/** Ascending, at most so many that a file stays small. Throws RangeError for a score that is no number: no file can keep it. */
export function keptScores(scores: readonly number[]): number[] {
  const wrong = scores.find((score) => !Number.isFinite(score));
  if (wrong !== undefined) throw new RangeError(`a score is ${wrong}`);
  const sorted = scores.toSorted((left, right) => left - right);
  if (sorted.length <= mostScores) return sorted.map(rounded);
  const rank = (index: number): number => Math.ceil(((index + 1) * (sorted.length + 1)) / (mostScores + 1));
  return Array.from({ length: mostScores }, (_, index) => rounded(sorted[rank(index) - 1]!));
}

/** Up, to six digits: an interval must not become narrower. */
function rounded(score: number): number {
  if (score === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(score)) - 5);
  return Number((Math.ceil(score / unit - 1e-9) * unit).toPrecision(7));
}

/** Labels that a molecule may have. probabilities: of each class; scores: of each class. */
export function labelSet(
  probabilities: ArrayLike<number>,
  scores: readonly (readonly number[])[],
  coverage: number,
): number[] {
  const classes = Array.from(probabilities, (_, at) => at);
  return classes.filter((at) => 1 - probabilities[at]! <= conformalBound(scores[at] ?? [], coverage));
}
