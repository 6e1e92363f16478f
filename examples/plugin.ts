/**
 * A plugin: a model, an optimizer and a metric of its own, in one module that knows graphsam as any other package does.
 *
 *     graphsam train molecules.csv --plugin ./plugin.js --model element-counts --optimizer sign-descent --metrics largest-error
 */
import { definePlugin } from 'graphsam';
import { defineModel, type Model } from 'graphsam/models';
import { linear, linearParameters } from 'graphsam/nn';
import { defineRule } from 'graphsam/optim';
import { input, tanh } from 'graphsam/tensor';
import { z } from 'zod';

/** Carbon, nitrogen, oxygen, any halogen, anything else. */
const kinds: readonly (readonly number[])[] = [[6], [7], [8], [9, 17, 35, 53]];
const inputs = kinds.length + 1;

interface Settings {
  readonly width: number;
}

/** Counts of atoms by element, and a network with one hidden layer. */
const elementCounts: Model<Settings, readonly number[]> = {
  name: 'element-counts',
  summary: 'A small network on the numbers of atoms of each element.',
  citation: '',
  configSchema: z.object({ width: z.number().int().positive().default(8).describe('hidden size') }),
  presets: { regression: {}, classification: {}, multiclass: {} },
  losses: {},
  pretraining: { settings: {}, headSettings: [] },
  featurize: ({ atoms }) => {
    const counts = new Array<number>(inputs).fill(0);
    for (const { atomicNumber } of atoms) {
      const kind = kinds.findIndex((numbers) => numbers.includes(atomicNumber));
      counts[kind === -1 ? inputs - 1 : kind]! += 1;
    }
    return counts;
  },
  atomCount: (counts) => counts.reduce((total, count) => total + count, 0),
  parameters: ({ width }, outputs) => [
    ...linearParameters('hidden', inputs, width),
    ...linearParameters('head.out', width, outputs),
  ],
  collate: (batch, _settings, type) => {
    const data = type === 'float64' ? new Float64Array(batch.flat()) : new Float32Array(batch.flat());
    return { counts: { type, dims: [batch.length, inputs], data } };
  },
  forward: (_settings, _outputs, { type, parameters, dropout }) => {
    const counts = input('counts', type, ['molecules', inputs]);
    const hidden = dropout.apply(tanh(linear(counts, 'hidden', parameters)));
    return { branches: [linear(hidden, 'head.out', parameters)], intermediate: {} };
  },
  stepOperations: ({ width }, atomCounts) => 6 * atomCounts.length * inputs * width,
};

/** A step of the learning rate against the sign of each gradient. */
const signDescent = defineRule({
  name: 'sign-descent',
  title: 'Sign descent',
  summary: 'Steps of equal length against the sign of the gradient.',
  guidance: 'As an example.',
  citation: { paper: 'Bernstein et al. 2018, "signSGD"', arxiv: '1802.04434' },
  hyperparameters: z.strictObject({}),
  memory: () => 0,
  create: () => ({
    state: { vectors: {}, scalars: {} },
    momentum: undefined,
    apply: (weights, gradient, learningRate) => {
      for (let index = 0; index < weights.length; index++) {
        weights[index]! -= learningRate * Math.sign(gradient[index]!);
      }
    },
  }),
});

export default definePlugin({
  name: 'example-plugin',
  models: [defineModel(elementCounts)],
  optimizers: [signDescent],
  metrics: [
    {
      name: 'largest-error',
      aliases: [],
      summary: 'The largest absolute error.',
      direction: 'lower',
      taskTypes: ['regression'],
      compute: ({ labels, predictions }) =>
        labels.length === 0
          ? null
          : Math.max(...Array.from(labels, (label, row) => Math.abs(label - predictions[row]!))),
    },
  ],
});
