/** CoMPT's settings, and the authors' presets for the MoleculeNet tables. */
import { z } from 'zod';
import { activationNames } from '../../nn/index.ts';

export const comptConfigSchema = z
  .strictObject({
    width: z.int().positive().default(256).describe('numbers that describe an atom inside the network (d)'),
    heads: z.int().positive().default(4).describe('attention heads (H); their number divides the width'),
    layers: z.int().positive().default(4).describe('encoder layers (N)'),
    feedForwardLayers: z.int().positive().default(1).describe('linear maps in each feed-forward block'),
    headLayers: z.int().positive().default(2).describe('linear maps in the head'),
    activation: z.enum(activationNames).default('mish').describe('after the last map of a feed-forward block'),
    leakySlope: z.number().default(0.1).describe('slope of leakyRelu below 0'),
    distanceKernel: z
      .enum(['softmax', 'exp'])
      .default('exp')
      .describe('how attention falls with the bonds between atoms'),
    norm: z.enum(['scaleNorm', 'layerNorm']).default('layerNorm').describe('normalization of rows'),
    dropout: z.number().min(0).lt(1).default(0).describe('share of numbers set to 0 in training'),
    maxAtoms: z.int().positive().default(99).describe('largest molecule, and the padding length of maxAtoms padding'),
    readoutPadding: z
      .enum(['none', 'maxAtoms'])
      .default('none')
      .describe(
        'none: a prediction depends on its molecule alone; maxAtoms: as in the original, the readout runs through empty rows',
      ),
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
