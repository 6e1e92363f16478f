/** GROVER as a model of the registry. */

import { rowsByMembership } from '../atom-rows.ts';
import { extra, extraSettingNames } from '../extra-features.ts';
import type { Model } from '../model.ts';
import { collateGrover } from './collate.ts';
import { type GroverConfig, groverConfigSchema, groverPresets } from './config.ts';
import { chargesWithoutFeature, type GroverFeatures, groverFeatures } from './features.ts';
import { groverForward } from './grover.ts';
import { stepOperations } from './operations.ts';
import { groverParameters } from './parameters.ts';

export const grover: Model<GroverConfig, GroverFeatures> = {
  name: 'grover',
  summary:
    'Message passing on atoms and on bonds by several experts, mixed by attention inside each atom; two branches.',
  citation:
    'Rong et al. 2020, NeurIPS, "Self-Supervised Graph Transformer on Large-Scale Molecular Data", arXiv 2007.02835',
  configSchema: groverConfigSchema,
  presets: groverPresets,
  losses: { regression: 'mse' },
  pretraining: {
    // Dropped bonds would have no row to predict from.
    settings: { bondEmbeddings: true, bondDropRate: 0 },
    headSettings: [
      'bondDropRate',
      'bondEmbeddings',
      'disagreement',
      'dropout',
      'extraReadout',
      ...extraSettingNames,
      'headLayers',
      'headWidth',
      'initialization',
      'maxAtoms',
      'randomHops',
    ],
  },
  unsupportedFeatures: (molecule) =>
    chargesWithoutFeature(molecule).map(
      (charge) => `a charge of ${charge > 0 ? '+' : ''}${charge}, which has one feature with other charges`,
    ),
  featurize: (molecule) => groverFeatures(molecule),
  atomCount: ({ atomCount }) => atomCount,
  extra,
  parameters: groverParameters,
  collate: collateGrover,
  forward: groverForward,
  atomRows: ({ membership }) => rowsByMembership(membership!),
  stepOperations,
};
