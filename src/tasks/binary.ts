/** Targets that are yes or no, which users call classification: logits inside, probabilities of class 1 outside. */
import { binaryMetrics, Predictions } from '../metrics/index.ts';
import { softplus } from '../nn/index.ts';
import {
  abs,
  add,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  scalar,
  sigmoid,
  subtract,
  type Tensor,
} from '../tensor/index.ts';
import { binaryCrossEntropyLoss, focal } from './binary-losses.ts';
import { numberColumns, singleOutput } from './single-output.ts';
import type { TaskDefinition, TaskHead } from './task.ts';

const outputs = ['probability'];
/** Closest to 0 and 1 that a probability is taken for when it becomes a logit: float32 knows 1 - p no better. */
const least = 1e-6;

/** The parts of a head that label smoothing does not touch. */
const head: TaskHead = {
  ...singleOutput,
  /**
   * The logit of the mean probability. The number of branches cancels: log(sum of p_b) - log(sum of 1 - p_b), from logarithms that
   * never underflow.
   */
  join: (branches) => {
    const [first] = branches as [Tensor];
    if (branches.length === 1) return first;
    const present = branches.map((logits) => negate(softplus(negate(logits))));
    const absent = branches.map((logits) => negate(softplus(logits)));
    return subtract(present.reduce(logOfSum), absent.reduce(logOfSum));
  },
  /** KL between Bernoulli distributions given as logits: p (r - z) + softplus(z) - softplus(r), p = sigmoid(r). */
  divergence: (reference, logits) => {
    const shift = multiply(sigmoid(reference), subtract(reference, logits));
    return add(shift, subtract(softplus(logits), softplus(reference)));
  },
  transform: (raw) => sigmoid(raw),
  logitsOf: (probabilities) => {
    const inside = minimum(maximum(probabilities, scalar(probabilities, least)), scalar(probabilities, 1 - least));
    return subtract(log(inside), log(subtract(scalar(inside, 1), inside)));
  },
};

/** log(e^left + e^right) */
function logOfSum(left: Tensor, right: Tensor): Tensor {
  return add(maximum(left, right), softplus(negate(abs(subtract(left, right)))));
}

export const binary: TaskDefinition = {
  name: 'classification',
  preset: 'classification',
  labels: {
    areNames: false,
    hasClasses: true,
    canAverage: false,
    canBeBounds: false,
    single: 'one class',
    undefinedOfSingle: 'ROC-AUC',
    tellingOfFew: 'PR-AUC',
    summarize: (labels) => ({ positives: Array.from(labels).filter((label) => label === 1).length }),
    classCounts: ({ positives = 0, labeled }) => [labeled - positives, positives],
  },
  losses: [binaryCrossEntropyLoss, focal],
  metrics: binaryMetrics,
  columns: numberColumns,
  words: {
    summary: 'Targets are 0 or 1; the probability of 1 is predicted.',
    choice: 'classification: yes or no',
    question: 'which class is a molecule in',
    measured: 'label',
    predicted: 'probability',
    predictionOf: 'probability of',
    errorTitle: () => 'mean |label \u2212 probability|',
  },
  report: {
    charts: ['ranking'],
    error: (label, values) => Math.abs(label - values[0]!),
    scalesErrors: false,
  },
  baselines: { link: 'logit', unlabeled: 0.5, settle: (values) => values },
  fit: () => undefined,
  head: (_space, { labelSmoothing = 0 } = {}) =>
    labelSmoothing === 0
      ? head
      : { ...head, encode: (targets) => targets.map((label) => label * (1 - labelSmoothing) + labelSmoothing / 2) },
  read: (raw, { taskNames }) => new Predictions(raw, { tasks: taskNames.length, outputs: ['logit'], scores: 'logit' }),
  final: (values, { taskNames }) =>
    new Predictions(values, { tasks: taskNames.length, outputs, scores: 'probability' }),
  /** Probabilities are no sums; their log-odds are. */
  explained: (raw, { name }) => ({
    title: `log-odds of ${name}`,
    weights: Array.from(raw, (_, output) => (output === 0 ? 1 : 0)),
    offset: 0,
  }),
  classProbabilities: (values) => [1 - values[0]!, values[0]!],
  toFinal: (predictions) =>
    predictions.scores === 'probability'
      ? predictions
      : new Predictions(probabilities(predictions.values), {
          tasks: predictions.tasks,
          outputs,
          scores: 'probability',
        }),
};

/** 1 / (1 + e^-z) of every logit, without overflow. */
export function probabilities(logits: ArrayLike<number>): Float64Array {
  return Float64Array.from(logits, (logit) => {
    const small = Math.exp(-Math.abs(logit));
    return (logit < 0 ? small : 1) / (1 + small);
  });
}
