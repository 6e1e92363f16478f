/** GROVER's settings and presets. */
import { z } from 'zod';

const groverActivations = ['relu', 'prelu', 'leakyRelu', 'tanh', 'selu', 'elu'] as const;

export const groverConfigSchema = z
  .strictObject({
    width: z.int().positive().default(100).describe('numbers that describe an atom or a bond inside the network (d)'),
    heads: z
      .int()
      .positive()
      .default(4)
      .describe('attention heads, and experts of each kind (H); their number divides the width'),
    blocks: z.int().positive().default(1).describe('blocks in each of the two stacks'),
    depth: z
      .int()
      .positive()
      .default(3)
      .describe('messages travel depth - 1 bonds in evaluation, about half a bond less in training'),
    randomHops: z
      .boolean()
      .default(true)
      .describe('draw the hops of each expert anew in every training step, as the authors do; else always depth - 1'),
    activation: z.enum(groverActivations).default('relu').describe('in the experts, the input map and the heads'),
    leakySlope: z.number().default(0.1).describe('slope of leakyRelu below 0'),
    biases: z
      .boolean()
      .default(false)
      .describe("biases in the input map, the experts and the block's output maps; all other maps have one always"),
    readout: z.enum(['mean', 'selfAttention']).default('mean').describe('from atoms to the molecule'),
    attentionWidth: z.int().positive().default(4).describe('hidden width of the self-attentive readout'),
    attentionMeans: z.int().positive().default(128).describe('weighted means that the self-attentive readout takes'),
    headLayers: z.int().positive().default(2).describe('linear maps in the head'),
    headWidth: z.int().positive().default(200).describe('width between the maps of the head'),
    bondEmbeddings: z
      .boolean()
      .default(false)
      .describe('embed bonds too, as pre-training needs; predictions do not read them'),
    disagreement: z
      .number()
      .min(0)
      .default(0.1)
      .describe('factor of the squared difference between the two branches in the loss'),
    dropout: z.number().min(0).lt(1).default(0).describe('share of numbers set to 0 in training'),
    maxAtoms: z.int().positive().default(99).describe('largest molecule; the network itself has no limit'),
    bondDropRate: z.number().min(0).lt(1).default(0).describe('share of bonds left out of a molecule in training'),
    extraFeatures: z.int().min(0).default(0).describe('numbers of each molecule that are put beside the readout'),
    padding: z
      .enum(['none', 'reference'])
      .default('none')
      .describe(
        'none: a prediction depends on its molecule alone; reference: as in the original, neighbor sums are filled up with a padding row that is not zero, so predictions depend on the batch',
      ),
    initialization: z
      .enum(['trainable', 'reference'])
      .default('trainable')
      .describe(
        "trainable: gains of norms 1, PReLU slopes 0.25; reference: the authors' zeros, with which a network trained from scratch stays dead",
      ),
  })
  .refine(({ width, heads }) => width % heads === 0, { message: 'the width has to be a multiple of the heads' });

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
