/**
 * Targets that are one of several classes, by name: logits inside, the probability of each class outside. Classes of a target are those
 * of its labels; where several targets have different numbers of classes, the outputs of the smaller ones that stand for no class get
 * a logit of -10,000, so that their probability is 0.
 */
import { likeliest, multiclassMetrics, Predictions } from '../metrics/index.ts';
import {
  add,
  constant,
  divide,
  exp,
  log,
  logSoftmax,
  maximum,
  multiply,
  reshape,
  scalar,
  softmax,
  subtract,
  sum,
  type Tensor,
} from '../tensor/index.ts';
import { classColumns } from './class-columns.ts';
import { crossEntropy } from './class-loss.ts';
import type { TargetSpace, TaskDefinition, TaskHead } from './task.ts';

const noLogit = -1e4;
/** Smallest probability that becomes a logit. */
const least = 1e-9;

export const multiclass: TaskDefinition = {
  name: 'multiclass',
  preset: 'classification',
  labels: {
    areNames: true,
    hasClasses: true,
    canAverage: false,
    canBeBounds: false,
    single: 'one class',
    undefinedOfSingle: 'macro-ROC-AUC',
    summarize: (labels, classes = []) => {
      const counts = classes.map(() => 0);
      for (const label of Array.from(labels)) counts[label]!++;
      return { classCounts: counts };
    },
    classCounts: ({ classCounts }) => classCounts,
  },
  losses: [crossEntropy],
  metrics: multiclassMetrics,
  columns: classColumns,
  words: {
    summary: 'Targets are names of classes; the probability of each is predicted.',
    choice: 'multiclass: one of several names',
    question: 'which class is a molecule in',
    measured: 'class',
    predicted: 'predicted class',
    predictionOf: 'class of',
    errorTitle: () => 'mean of 1 \u2212 probability of the class',
  },
  report: {
    charts: ['confusion'],
    error: (label, outputs) => 1 - outputs[label]!,
    scalesErrors: false,
  },
  baselines: { link: 'logit', unlabeled: 0, settle: normalized },
  fit: () => undefined,
  head: (space, { labelSmoothing = 0 } = {}) => headOf(space, labelSmoothing),
  read: (raw, space) => final(probabilitiesOf(raw, widthOf(space)), space),
  final,
  /** Logits are given up to a constant that all classes share: the likeliest one's, less the mean of all. */
  explained: (raw, { name, classes = [] }) => {
    const chosen = likeliest(Array.from(raw).slice(0, classes.length));
    const share = 1 / classes.length;
    return {
      title: `${name}: logit of ${classes[chosen]} above the mean of the classes`,
      weights: Array.from(raw, (_, label) => (label === chosen ? 1 - share : label < classes.length ? -share : 0)),
      offset: 0,
      ofClass: classes[chosen],
    };
  },
  classProbabilities: (values) => Array.from(values),
  toFinal: (predictions) => predictions,
};

function final(values: ArrayLike<number>, space: TargetSpace): Predictions {
  const { classes = [] } = space;
  const widest = classes.find((names) => names.length === widthOf(space)) ?? [];
  return new Predictions(values, { tasks: classes.length, outputs: widest, scores: 'probability' });
}

function widthOf({ classes = [] }: TargetSpace): number {
  return Math.max(...classes.map((names) => names.length));
}

function headOf(space: TargetSpace, smoothing: number): TaskHead {
  const { classes = [] } = space;
  const [tasks, width] = [classes.length, widthOf(space)];
  const isClass = classes.flatMap((names) => Array.from({ length: width }, (_, label) => label < names.length));
  /** [molecules, tasks, classes] */
  const apart = (flat: Tensor): Tensor => reshape(flat, [flat.shape[0]!, tasks, width]);
  const together = (values: Tensor): Tensor => reshape(values, [values.shape[0]!, tasks * width]);
  const complete = (raw: Tensor): Tensor => {
    if (isClass.every(Boolean)) return raw;
    const row = (yes: number, no: number): Tensor =>
      constant(
        raw.type,
        [1, isClass.length],
        isClass.map((is) => (is ? yes : no)),
      );
    return add(multiply(raw, row(1, 0)), row(0, noLogit));
  };
  return {
    outputsPerTask: width,
    complete,
    /** The logarithm of the mean probability. */
    join(branches) {
      const [first] = branches as [Tensor];
      if (branches.length === 1) return first;
      const logarithms = branches.map((logits) => logSoftmax(apart(logits)));
      // Apart from the largest, so that none underflows.
      const largest = logarithms.reduce(maximum);
      const sums = logarithms.map((each) => exp(subtract(each, largest))).reduce(add);
      return together(logOfMean(largest, sums, branches.length));
    },
    perTask: (values) => sum(apart(values), [2]),
    /** KL( softmax(r) || softmax(z) ), class by class. */
    divergence(reference, logits) {
      const [wanted, given] = [logSoftmax(apart(reference)), logSoftmax(apart(logits))];
      return together(multiply(exp(wanted), subtract(wanted, given)));
    },
    transform: (raw) => softmax(apart(raw)),
    /** Up to a constant of each target, which the softmax takes out. */
    logitsOf: (probabilities) => complete(log(maximum(probabilities, scalar(probabilities, least)))),
    encode: (targets) => oneHot(targets, classes, smoothing),
  };
}

function logOfMean(largest: Tensor, sums: Tensor, count: number): Tensor {
  return add(largest, log(divide(sums, scalar(sums, count))));
}

/** 1 for the class, 0 for the others, NaN where missing; smoothing spreads its share over the classes of the target. */
function oneHot(targets: Float64Array, classes: TargetSpace['classes'] & object, smoothing: number): Float64Array {
  const width = Math.max(...classes.map((names) => names.length));
  const encoded = new Float64Array(targets.length * width);
  targets.forEach((label, index) => {
    const row = encoded.subarray(index * width, (index + 1) * width);
    if (Number.isNaN(label)) {
      row.fill(label);
      return;
    }
    const own = classes[index % classes.length]!.length;
    row.fill(smoothing / own, 0, own);
    row[label]! += 1 - smoothing;
  });
  return encoded;
}

function probabilitiesOf(logits: ArrayLike<number>, width: number): Float64Array {
  const values = Float64Array.from(logits);
  for (let start = 0; start < values.length; start += width) {
    const each = values.subarray(start, start + width);
    const largest = Math.max(...each);
    each.set(each.map((logit) => Math.exp(logit - largest)));
    each.set(normalized(each));
  }
  return values;
}

/** Sum 1; the same for all where the sum is 0. */
function normalized(outputs: Float64Array): Float64Array {
  const total = outputs.reduce((sum, value) => sum + value, 0);
  return outputs.map((value) => (total > 0 ? value / total : 1 / outputs.length));
}
