/**
 * Weights of models that predict together, at or above 0 and of sum 1, from rows that none of them was trained on.
 *   weights = mean over a grid on the simplex (steps of 0.05) of w * L(w), normalized
 *   L: likelihood of the labels under the weighted prediction: normal with its own deviation for quantities, the probabilities for classes
 * The mean, not the best: of a hundred labels the best corner is often luck, and the mean moves away from equal weights only as far as the
 * labels say. Labels of one row are no independent witnesses: together they count as one.
 */
import { populationDeviation } from '../../base/index.ts';

export interface ValidationLabels {
  /** [rows, tasks], NaN where missing. */
  readonly labels: ArrayLike<number>;
  readonly tasks: number;
  /** Probabilities of all classes, from the outputs of a target; undefined: targets are quantities. */
  readonly classProbabilities?: ((outputs: ArrayLike<number>) => number[]) | undefined;
}

const steps = 20;
const leastProbability = 1e-6;

/** parts: what each model predicts as users read it, [models][rows, tasks * outputs]. Without labels all weigh the same. */
export function blendWeights(parts: readonly ArrayLike<number>[], validation: ValidationLabels): number[] {
  const grid = simplex(parts.length, steps);
  const least = leastErrors(validation);
  const likelihoods = grid.map((weights) => logLikelihood(parts, weights, validation, least));
  const highest = Math.max(...likelihoods);
  const shares = likelihoods.map((each) => Math.exp(each - highest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return parts.map((_, part) => grid.reduce((sum, weights, index) => sum + weights[part]! * shares[index]!, 0) / total);
}

/** All ways to give `units` equal parts of 1 to so many models. */
function simplex(models: number, units: number): number[][] {
  const divide = (left: number, to: number): number[][] =>
    to === 1
      ? [[left]]
      : Array.from({ length: left + 1 }, (_, first) =>
          divide(left - first, to - 1).map((rest) => [first, ...rest]),
        ).flat();
  return divide(units, models).map((counts) => counts.map((count) => count / units));
}

function logLikelihood(
  parts: readonly ArrayLike<number>[],
  weights: readonly number[],
  { labels, tasks, classProbabilities }: ValidationLabels,
  least: readonly number[],
): number {
  const width = labels.length === 0 ? 1 : parts[0]!.length / labels.length;
  const blended = (index: number): number => parts.reduce((sum, part, at) => sum + weights[at]! * part[index]!, 0);
  const ofTasks = Array.from({ length: tasks }, () => ({ sum: 0, count: 0 }));
  for (let index = 0; index < labels.length; index++) {
    const label = labels[index]!;
    if (Number.isNaN(label)) continue;
    const outputs = Array.from({ length: width }, (_, output) => blended(index * width + output));
    const task = ofTasks[index % tasks]!;
    task.sum += classProbabilities
      ? -Math.log(probabilityOf(classProbabilities(outputs), label))
      : (outputs[0]! - label) ** 2;
    task.count++;
  }
  const all = ofTasks.flatMap(({ sum, count }, task) => {
    if (count === 0) return [];
    return classProbabilities ? -sum : (-count / 2) * Math.log(Math.max(sum / count, least[task]!));
  });
  return all.reduce((total, each) => total + each, 0) / Math.max(1, all.length);
}

/** Of each target the mean squared error below which it is rounding, in whatever unit the labels are. */
function leastErrors({ labels, tasks }: ValidationLabels): number[] {
  const present = Array.from({ length: tasks }, (): number[] => []);
  Array.from(labels).forEach((label, index) => {
    if (!Number.isNaN(label)) present[index % tasks]!.push(label);
  });
  return present.map((own) => Math.max(1e-12 * populationDeviation(own) ** 2 || 0, Number.MIN_VALUE));
}

function probabilityOf(probabilities: readonly number[], label: number): number {
  const total = probabilities.reduce((sum, each) => sum + Math.max(0, each), 0);
  return Math.max(leastProbability, probabilities[label]! / (total || 1));
}
