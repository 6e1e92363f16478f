/** GROVER's settings and presets. */
import { z } from 'zod';

export const groverActivations = ['relu', 'prelu', 'leakyRelu', 'tanh', 'selu', 'elu'] as const;

export const groverConfigSchema = z
  .strictObject({
    /** d: numbers that describe an atom or a bond inside the network. */
    width: z.int().positive().default(100),
    /** H: attention heads, and experts of each kind; divides the width. */
    heads: z.int().positive().default(4),
    /** Blocks in each of the two stacks. */
    blocks: z.int().positive().default(1),
    /** Messages travel depth - 1 bonds in evaluation, about half a bond less in training. */
    depth: z.int().positive().default(3),
    /** Draw the number of hops of each expert anew in every training step, as the authors do; else depth - 1 always. */
    randomHops: z.boolean().default(true),
    activation: z.enum(groverActivations).default('relu'),
    /** Slope of the leaky ReLU below 0. */
    leakySlope: z.number().default(0.1),
    /** Biases in the input map, the experts and the block's output maps; all other maps have one always. */
    biases: z.boolean().default(false),
    readout: z.enum(['mean', 'selfAttention']).default('mean'),
    /** Of the self-attentive readout: width of its hidden layer, and number of weighted means it takes. */
    attentionWidth: z.int().positive().default(4),
    attentionMeans: z.int().positive().default(128),
    /** Linear maps in each head, and the width between them. */
    headLayers: z.int().positive().default(2),
    headWidth: z.int().positive().default(200),
    /** Embed bonds too, as pre-training needs; predictions do not read them. */
    bondEmbeddings: z.boolean().default(false),
    /** Factor of the squared difference between the two branches in the loss. */
    disagreement: z.number().min(0).default(0.1),
    dropout: z.number().min(0).lt(1).default(0),
    /** Largest number of atoms of a molecule; the network itself has no limit. */
    maxAtoms: z.int().positive().default(99),
    /** Share of bonds that are left out of a molecule in training. */
    bondDropRate: z.number().min(0).lt(1).default(0),
    /** Numbers of each molecule that are put beside the readout. */
    extraFeatures: z.int().min(0).default(0),
    /**
     * none: a prediction depends on its molecule alone. reference: the authors' behaviour; neighbour sums are filled up with a
     * padding row that is not zero, so predictions depend on the batch.
     */
    padding: z.enum(['none', 'reference']).default('none'),
    /**
     * trainable: gains of norms 1, PReLU slopes 0.25. reference: the authors' zeros, with which a network trained from scratch
     * stays dead. Matrices are drawn by Xavier's rule (normal), biases are 0 in both.
     */
    initialisation: z.enum(['trainable', 'reference']).default('trainable'),
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
