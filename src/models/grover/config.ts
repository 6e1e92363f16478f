/** GROVER's settings and presets. */
import { z } from 'zod';
import { extraSettings } from '../extra-features.ts';

const groverActivations = ['relu', 'prelu', 'leakyRelu', 'tanh', 'selu', 'elu'] as const;

export const groverConfigSchema = z
  .strictObject({
    width: z.int().positive().default(100).describe('hidden size (d)'),
    heads: z
      .int()
      .positive()
      .default(4)
      .describe('number of attention heads and of experts of each kind (H), a divisor of the hidden size'),
    blocks: z.int().positive().default(1).describe('number of blocks in each of the two stacks'),
    depth: z
      .int()
      .positive()
      .default(3)
      .describe('message-passing steps: depth - 1 in evaluation, about half a step less in training'),
    randomHops: z
      .boolean()
      .default(true)
      .describe(
        'draw the number of message-passing steps of each expert at random in every training step, as the authors do; else always depth - 1',
      ),
    activation: z
      .enum(groverActivations)
      .default('relu')
      .describe('activation function of the experts, the input layer and the heads'),
    leakySlope: z.number().default(0.1).describe('negative slope of leakyRelu'),
    biases: z
      .boolean()
      .default(false)
      .describe(
        "biases in the input layer, the experts and the block's output layers; all other layers always have one",
      ),
    readout: z
      .enum(['mean', 'selfAttention'])
      .default('mean')
      .describe('how atom embeddings become a molecule embedding'),
    attentionWidth: z.int().positive().default(4).describe('hidden width of the self-attentive readout'),
    attentionMeans: z.int().positive().default(128).describe('number of attention heads of the self-attentive readout'),
    headLayers: z.int().positive().default(2).describe('linear layers in the prediction head'),
    headWidth: z.int().positive().default(200).describe('hidden size of the prediction head'),
    bondEmbeddings: z
      .boolean()
      .default(false)
      .describe('compute bond embeddings too, as pre-training needs; predictions do not use them'),
    disagreement: z
      .number()
      .min(0)
      .default(0.1)
      .describe('weight of the squared difference between the two branches in the loss'),
    dropout: z.number().min(0).lt(1).default(0).describe('dropout rate'),
    maxAtoms: z.int().positive().default(99).describe('largest molecule; the network itself has no limit'),
    bondDropRate: z.number().min(0).lt(1).default(0).describe('fraction of bonds dropped in training'),
    ...extraSettings,
    extraReadout: z
      .enum(['concatenated', 'gated'])
      .default('concatenated')
      .describe(
        'how molecule features join the readout: concatenated, as the authors do; gated: added through layers of their own and a gate that starts closed',
      ),
    padding: z
      .enum(['none', 'reference'])
      .default('none')
      .describe(
        'none: a prediction depends on its molecule alone; reference: pad neighbor lists with a row that is not zero, as the original code does, so that predictions depend on the batch',
      ),
    initialization: z
      .enum(['trainable', 'reference'])
      .default('trainable')
      .describe(
        'trainable: normalization gains 1, PReLU slopes 0.25; reference: all zeros, as the authors do for fine-tuning; a network trained from scratch does not learn with it',
      ),
  })
  .refine(({ width, heads }) => width % heads === 0, { message: 'a width that is a multiple of the heads' });

export type GroverConfig = z.infer<typeof groverConfigSchema>;

/** Source: the authors' fine-tuning command; they use one setting for all tables. */
const fineTuning = {} satisfies Partial<GroverConfig>;

export const groverPresets = {
  esol: fineTuning,
  freesolv: fineTuning,
  lipophilicity: fineTuning,
  bbbp: fineTuning,
  tox21: fineTuning,
  sider: fineTuning,
  clintox: fineTuning,
  bace: fineTuning,
  regression: fineTuning,
  classification: fineTuning,
  /** GROVER-base, which the authors pre-train on ten million molecules. */
  base: { width: 800, depth: 6, activation: 'prelu' },
} satisfies Record<string, Partial<GroverConfig>>;
