/** CoMPT's settings, and the authors' presets for the MoleculeNet tables. */
import { z } from 'zod';
import { activationNames } from '../../nn/index.ts';

export const comptConfigSchema = z
  .strictObject({
    /** d: numbers that describe an atom inside the network. */
    width: z.int().positive().default(256),
    /** H: attention heads; divides the width. */
    heads: z.int().positive().default(4),
    /** N: encoder layers. */
    layers: z.int().positive().default(4),
    /** Linear maps in each feed-forward block. */
    feedForwardLayers: z.int().positive().default(1),
    /** Linear maps in the head. */
    headLayers: z.int().positive().default(2),
    activation: z.enum(activationNames).default('mish'),
    /** Slope of the leaky ReLU below 0. */
    leakySlope: z.number().default(0.1),
    /** How attention falls with the number of bonds between two atoms. */
    distanceKernel: z.enum(['softmax', 'exp']).default('exp'),
    norm: z.enum(['scaleNorm', 'layerNorm']).default('layerNorm'),
    dropout: z.number().min(0).lt(1).default(0),
    /** Largest number of atoms of a molecule: rows of the position table, and the padding length of `maxAtoms` padding. */
    maxAtoms: z.int().positive().default(99),
    /**
     * none: a prediction depends on its molecule alone. maxAtoms: the authors' behaviour, the readout runs through empty rows
     * up to maxAtoms, so predictions depend on that number.
     */
    readoutPadding: z.enum(['none', 'maxAtoms']).default('none'),
  })
  .refine(({ width, heads }) => width % heads === 0, { message: 'the width has to be a multiple of the heads' });

export type ComptConfig = z.infer<typeof comptConfigSchema>;

const softmaxScale = { distanceKernel: 'softmax', norm: 'scaleNorm' } as const;
const expLayer = { distanceKernel: 'exp', norm: 'layerNorm' } as const;

/** Source: the GraphSAM authors' configuration files (CoMPT-main/scripts). */
export const comptPresets = {
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
