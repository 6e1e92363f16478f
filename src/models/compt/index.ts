/** CoMPT as a model of the registry. */

import { rowsByMembership } from '../atom-rows.ts';
import { extra, extraSettingNames } from '../extra-features.ts';
import type { Model } from '../model.ts';
import { collateCompt } from './collate.ts';
import { comptForward } from './compt.ts';
import { type ComptConfig, comptConfigSchema, comptPresets, comptRecipe } from './config.ts';
import { type ComptFeatures, comptFeatures } from './features.ts';
import { comptParameters } from './parameters.ts';

export const compt: Model<ComptConfig, ComptFeatures> = {
  name: 'compt',
  summary:
    'Transformer over atoms with bonds as keys and attention that falls with distance, read out by a GRU or by attention.',
  citation:
    'Chen et al. 2021, IJCAI, "Learning Attributed Graph Representation with Communicative Message Passing Transformer"',
  configSchema: comptConfigSchema,
  presets: comptPresets,
  losses: { regression: 'rmse' },
  recipe: comptRecipe,
  pretraining: { settings: {}, headSettings: ['dropout', 'headLayers', 'maxAtoms', ...extraSettingNames] },
  featurize: (molecule) => comptFeatures(molecule),
  atomCount: ({ atomCount }) => atomCount,
  extra,
  parameters: comptParameters,
  collate: (batch, config, type) => collateCompt(batch, config, { type }),
  withStepsIn: (multiple) => ({
    ...compt,
    collate: (batch, config, type) =>
      collateCompt(batch, config, { type, slotsMultiple: config.readout === 'gru' ? multiple : 1 }),
  }),
  forward: comptForward,
  atomRows: ({ membership }) => rowsByMembership(membership!),
  stepOperations({ width, layers, readout }, atomCounts) {
    const atoms = atomCounts.reduce((total, count) => total + count, 0);
    const pairs = atomCounts.reduce((total, count) => total + count * count, 0);
    // A GRU in two directions and the map of its states, or the values.
    const ofReadout = readout === 'gru' ? 28 : 2;
    return 3 * ((8 * layers + ofReadout) * width * width * atoms + 2 * layers * pairs * width);
  },
};
