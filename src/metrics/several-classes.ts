/**
 * Metrics of one of several classes, from probabilities [rows, classes]: the most probable class is decided for, the first of equal
 * ones. Definitions as in scikit-learn (accuracy_score, f1_score and roc_auc_score with average macro, matthews_corrcoef, log_loss).
 * All are null without labels or where a probability is not a number.
 */
import type { Pairs } from './metric.ts';
import { rocAuc } from './ranking.ts';

/** Rows that are right / all rows. */
export function classAccuracy(pairs: Pairs): number | null {
  const table = confusion(pairs);
  return table ? ratio(sumOf(table.map((row, label) => row[label]!)), pairs.labels.length) : null;
}

/** Mean of 2 TP / (2 TP + FP + FN) over the classes that are labeled or decided for. */
export function macroF1(pairs: Pairs): number | null {
  const table = confusion(pairs);
  if (!table) return null;
  const scores = table.flatMap((row, label) => {
    const all = sumOf(row) + sumOf(table.map((other) => other[label]!));
    return all === 0 ? [] : [(2 * row[label]!) / all];
  });
  return ratio(sumOf(scores), scores.length);
}

/** Mean over the classes that are labeled of the ROC-AUC of their probability; null if there is one class only. */
export function macroRocAuc({ labels, predictions, outputs = 1 }: Pairs): number | null {
  const areas: number[] = [];
  for (let label = 0; label < outputs; label++) {
    const isLabel = Float64Array.from(labels, (each) => (each === label ? 1 : 0));
    if (!isLabel.includes(1)) continue;
    const scores = Float64Array.from(isLabel, (_, row) => predictions[row * outputs + label]!);
    const area = rocAuc({ labels: isLabel, predictions: scores });
    if (area === null) return null;
    areas.push(area);
  }
  return ratio(sumOf(areas), areas.length);
}

/**
 * Matthews correlation of several classes: (c n - sum p_k t_k) / sqrt((n^2 - sum p_k^2) (n^2 - sum t_k^2)) with n rows, c of them
 * right, t_k labeled k and p_k decided for k; null if labels or decisions are all of one class.
 * Source: Gorodkin 2004, doi 10.1016/j.compbiolchem.2004.09.006.
 */
export function classMatthewsCorrelation(pairs: Pairs): number | null {
  const table = confusion(pairs);
  if (!table) return null;
  const rows = pairs.labels.length;
  const labeled = table.map(sumOf);
  const decided = table.map((_, label) => sumOf(table.map((row) => row[label]!)));
  const right = sumOf(table.map((row, label) => row[label]!));
  const spread = (counts: readonly number[]): number =>
    Math.sqrt(rows * rows - sumOf(counts.map((each) => each * each)));
  const agreement = right * rows - sumOf(labeled.map((count, label) => count * decided[label]!));
  return ratio(agreement, spread(labeled) * spread(decided));
}

/** Mean of -log p of the labeled class; null where such a probability is 0. */
export function classCrossEntropy({ labels, predictions, outputs = 1 }: Pairs): number | null {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) sum -= Math.log(predictions[row * outputs + labels[row]!]!);
  return ratio(sum, labels.length);
}

/** Number of rows by label, then by decision, [classes][classes]; undefined where a probability is not a number. */
export function confusion({ labels, predictions, outputs = 1 }: Pairs): number[][] | undefined {
  const table = Array.from({ length: outputs }, () => new Array<number>(outputs).fill(0));
  for (let row = 0; row < labels.length; row++) {
    const probabilities = Array.from({ length: outputs }, (_, label) => predictions[row * outputs + label]!);
    if (probabilities.some(Number.isNaN)) return undefined;
    table[labels[row]!]![likeliest(probabilities)]!++;
  }
  return table;
}

/** Position of the largest value, the first of equal ones. */
export function likeliest(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at]! > values[best]!) best = at;
  return best;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function ratio(numerator: number, denominator: number): number | null {
  const value = numerator / denominator;
  return Number.isFinite(value) ? value : null;
}
