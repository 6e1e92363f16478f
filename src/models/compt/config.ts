/** CoMPT's settings, the network of the default recipe, and the authors' presets for the MoleculeNet tables. */
import { z } from 'zod';
import { activationNames } from '../../nn/index.ts';
import { extraSettings } from '../extra-features.ts';
import type { TrainingRecipe } from '../model.ts';

export const comptConfigSchema = z
  .strictObject({
    width: z.int().positive().default(256).describe('hidden size (d)'),
    heads: z.int().positive().default(4).describe('number of attention heads (H), a divisor of the hidden size'),
    layers: z.int().positive().default(4).describe('number of encoder layers (N)'),
    feedForwardLayers: z.int().positive().default(1).describe('linear layers in each feed-forward block'),
    headLayers: z.int().positive().default(2).describe('linear layers in the prediction head'),
    activation: z.enum(activationNames).default('mish').describe('activation function of the feed-forward blocks'),
    leakySlope: z.number().default(0.1).describe('negative slope of leakyRelu'),
    distanceKernel: z
      .enum(['softmax', 'exp'])
      .default('exp')
      .describe('how attention decays with the number of bonds between atoms'),
    norm: z.enum(['scaleNorm', 'layerNorm']).default('layerNorm').describe('normalization layer'),
    dropout: z.number().min(0).lt(1).default(0).describe('dropout rate'),
    maxAtoms: z.int().positive().default(99).describe('largest molecule, and the padding length of maxAtoms padding'),
    readoutPadding: z
      .enum(['none', 'maxAtoms'])
      .default('none')
      .describe(
        'none: a prediction depends on its molecule alone; maxAtoms: pad to maxAtoms before the readout, as the original code does',
      ),
    readout: z
      .enum(['gru', 'attention'])
      .default('gru')
      .describe(
        'gru: over the atoms in order, as the original code does; attention: over all at once, without a recurrence',
      ),
    ...extraSettings,
  })
  .refine(({ width, heads }) => width % heads === 0, { message: 'a width that is a multiple of the heads' })
  .refine(({ readout, readoutPadding }) => readout === 'gru' || readoutPadding === 'none', {
    message: 'readoutPadding none with the attention readout, which has no padding',
  });

export type ComptConfig = z.infer<typeof comptConfigSchema>;

const softmaxScale = { distanceKernel: 'softmax', norm: 'scaleNorm' } as const;
const expLayer = { distanceKernel: 'exp', norm: 'layerNorm' } as const;

/**
 * default-*: the network of the default recipe, found by `npm run recipe:search` (results/recipe). The others: the GraphSAM authors'
 * configuration files (CoMPT-main/scripts).
 */
export const comptPresets = {
  'default-regression': { width: 128, layers: 2, heads: 4, ...softmaxScale },
  'default-classification': { width: 128, layers: 2, heads: 4, ...expLayer },
  esol: { layers: 3, heads: 4, ...softmaxScale },
  freesolv: { layers: 3, heads: 4, ...softmaxScale },
  lipophilicity: { layers: 3, heads: 8, ...expLayer },
  bbbp: { layers: 4, heads: 4, ...expLayer },
  tox21: { layers: 8, heads: 4, headLayers: 4, ...expLayer },
  sider: { layers: 4, heads: 4, ...softmaxScale },
  clintox: { layers: 4, heads: 4, ...expLayer },
  bace: { layers: 4, heads: 8, ...expLayer },
  regression: { layers: 3, heads: 4, ...softmaxScale },
  classification: { layers: 4, heads: 4, ...expLayer },
} satisfies Record<string, Partial<ComptConfig>>;

/**
 * Chosen by validation on ESOL and BBBP, random and scaffold_balanced, among the candidates of results/recipe/second; the rates by
 * results/recipe/fourth.
 */
export const comptRecipe: TrainingRecipe = {
  epochs: 60,
  emaDecay: 0.98,
  patience: 15,
  losses: { regression: 'mse' },
  schedule: { learningRate: 2e-3, initialLearningRate: 2e-4, finalLearningRate: 1e-4 },
};
