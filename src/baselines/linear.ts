/**
 * Linear models on fingerprint bits with an L2 penalty: ridge regression and logistic regression, by one solver.
 *   minimize  sum_i c_i loss(z_i, y_i) + penalty/2 ||w||^2,   z_i = b + sum of w over the bits of molecule i, c_i its weight, usually 1
 *   loss = (z - y)^2 / 2  or  log(1 + e^z) - y z;  the intercept b is not penalized
 * Newton's method; each step is solved by conjugate gradients (preconditioned by the diagonal), which touch only the bits that are
 * set: a dense factorization of 2,048 x 2,048 would cost seconds for each of the penalties, tasks and steps. Ends when the gradient is
 * 1e-5 of what it was at w = 0.
 */
import { dot, norm } from '../base/index.ts';
import { type Baseline, meanLabel, type TaskData, weighted } from './baseline.ts';

export const linear: Baseline<{ readonly penalty: number }> = {
  name: 'linear',
  summary:
    'Ridge regression, for classification logistic regression with an L2 penalty, on the bits of the fingerprint.',
  citation: 'Hoerl and Kennard 1970, doi 10.1080/00401706.1970.10488634; le Cessie and van Houwelingen 1992',
  candidates: [10, 0.1, 0.3, 1, 3, 30, 100, 300].map((penalty) => ({ penalty })),
  fit(data, { penalty }) {
    const solution = fitLinear(data, penalty);
    const { offsets, bits, width } = data.table;
    return (row) => {
      let score = solution[width]!;
      for (let at = offsets[row]!; at < offsets[row + 1]!; at++) score += solution[bits[at]!]!;
      return data.isLogistic ? 1 / (1 + Math.exp(-score)) : score;
    };
  },
};

const gradientTolerance = 1e-5;
const maximalSteps = 50;

/** The weights of all bits and behind them the intercept, [width + 1]. */
export function fitLinear(data: TaskData, penalty: number, tolerance = gradientTolerance): Float64Array {
  const { labels, rows, table } = data;
  const { isLogistic } = data;
  const counted = weighted(data);
  const solution = new Float64Array(table.width + 1);
  const center = meanLabel(data);
  solution[table.width] = isLogistic ? Math.log(center / (1 - center)) : center;
  let first = 0;
  for (let step = 0; step < maximalSteps; step++) {
    const scores = scoresOf(data, solution);
    const predicted = isLogistic ? scores.map((score) => 1 / (1 + Math.exp(-score))) : scores;
    const gradient = gatherBits(
      data,
      predicted.map((value, example) => counted(value - labels[example]!, example)),
    );
    addPenalty(gradient, solution, penalty);
    const size = norm(gradient);
    if (step === 0) first = size;
    if (size <= tolerance * first) break;
    const curvature = isLogistic
      ? predicted.map((value, example) => counted(value * (1 - value), example))
      : new Float64Array(rows.length).fill(1).map(counted);
    // Far from the end a step need not be exact; near it, each is ten times as exact as the gradient is small.
    const accuracy = isLogistic ? Math.min(0.1, size / first) : tolerance;
    const direction = solve(data, { curvature, penalty }, gradient, accuracy);
    descend(data, solution, direction, penalty);
  }
  return solution;
}

/** z of every example, [examples]. */
function scoresOf({ table: { offsets, bits, width }, rows }: TaskData, solution: Float64Array): Float64Array {
  const scores = new Float64Array(rows.length).fill(solution[width]!);
  rows.forEach((row, example) => {
    let score = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) score += solution[bits[at]!]!;
    scores[example]! += score;
  });
  return scores;
}

/** The transpose: what each bit gets of the examples that hold it, and the intercept of all, [width + 1]. */
function gatherBits({ table: { offsets, bits, width }, rows }: TaskData, values: Float64Array): Float64Array {
  const sums = new Float64Array(width + 1);
  rows.forEach((row, example) => {
    const value = values[example]!;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) sums[bits[at]!]! += value;
    sums[width]! += value;
  });
  return sums;
}

function addPenalty(sums: Float64Array, solution: Float64Array, penalty: number): void {
  for (let bit = 0; bit < sums.length - 1; bit++) sums[bit]! += penalty * solution[bit]!;
}

/** Solves (X^T C X + penalty) d = g by conjugate gradients until the residual is `accuracy` of g. */
function solve(
  data: TaskData,
  { curvature, penalty }: { readonly curvature: Float64Array; readonly penalty: number },
  gradient: Float64Array,
  accuracy: number,
): Float64Array {
  const diagonal = gatherBits(data, curvature).map((sum, bit, { length }) => sum + (bit < length - 1 ? penalty : 0));
  const direction = new Float64Array(gradient.length);
  const residual = Float64Array.from(gradient);
  const goal = accuracy * norm(gradient);
  let search = residual.map((value, bit) => value / diagonal[bit]!);
  let product = dot(residual, search);
  for (let iteration = 0; iteration < gradient.length && norm(residual) > goal; iteration++) {
    const scores = scoresOf(data, search);
    const image = gatherBits(
      data,
      scores.map((score, example) => score * curvature[example]!),
    );
    addPenalty(image, search, penalty);
    const length = product / dot(search, image);
    for (let bit = 0; bit < direction.length; bit++) {
      direction[bit]! += length * search[bit]!;
      residual[bit]! -= length * image[bit]!;
    }
    const scaled = residual.map((value, bit) => value / diagonal[bit]!);
    const next = dot(residual, scaled);
    const share = next / product;
    product = next;
    search = scaled.map((value, bit) => value + share * search[bit]!);
  }
  return direction;
}

/** solution -= t direction, with the first t of 1, 1/2, 1/4, ... that lowers the objective. */
function descend(data: TaskData, solution: Float64Array, direction: Float64Array, penalty: number): void {
  const start = Float64Array.from(solution);
  const before = objective(data, start, penalty);
  for (let length = 1; length > 1e-6; length /= 2) {
    for (let bit = 0; bit < solution.length; bit++) solution[bit] = start[bit]! - length * direction[bit]!;
    if (objective(data, solution, penalty) <= before) return;
  }
  solution.set(start);
}

function objective(data: TaskData, solution: Float64Array, penalty: number): number {
  const scores = scoresOf(data, solution);
  const weights = solution.subarray(0, -1);
  const counted = weighted(data);
  return data.labels.reduce(
    (sum, label, example) => sum + counted(lossOf(scores[example]!, label, data.isLogistic), example),
    (penalty / 2) * dot(weights, weights),
  );
}

function lossOf(score: number, label: number, isLogistic: boolean): number {
  if (!isLogistic) return (score - label) ** 2 / 2;
  return Math.max(score, 0) - label * score + Math.log1p(Math.exp(-Math.abs(score)));
}
