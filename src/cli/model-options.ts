/** Options about the network: which model, its settings, and numbers of the whole molecule beside what it reads itself. */

import { featureGenerators } from '../data/index.ts';
import { models } from '../models/index.ts';
import { modelSettingOptions } from './model-setting-options.ts';
import type { CliOption } from './option.ts';

const modelGroup = 'Model:';
export const modelOptions: readonly CliOption[] = [
  {
    name: 'model',
    kind: 'text',
    placeholder: 'NAME',
    choices: models.map(({ name }) => name),
    path: 'model.name',
    group: modelGroup,
    help: `default ${models[0]!.name}`,
  },
  {
    name: 'preset',
    kind: 'text',
    placeholder: 'NAME',
    path: 'model.preset',
    group: modelGroup,
    help: "settings of the model's authors (default: those of the data set, else of the task type)",
  },
  ...modelSettingOptions(modelGroup),
];

const featuresGroup = 'Molecule features:';
export const featuresOptions: readonly CliOption[] = [
  {
    name: 'features-generator',
    kind: 'text',
    placeholder: 'NAME',
    choices: featureGenerators,
    path: 'data.featuresGenerator',
    group: featuresGroup,
    help: "grover: put numbers of the whole molecule beside the readout; rdkit: the toolkit's descriptors (weight, polar surface ...)",
  },
  {
    name: 'features-path',
    kind: 'text',
    placeholder: 'FILE',
    path: 'data.featuresPath',
    group: featuresGroup,
    help: 'grover: such numbers from a CSV of your own, a header and a row for each row of the table',
  },
  {
    name: 'features-id-column',
    kind: 'text',
    placeholder: 'COLUMN',
    path: 'data.featuresIdColumn',
    group: featuresGroup,
    help: 'a column of ids in the table and in that file: its rows may then stand in any order',
  },
  {
    name: 'no-features-scaling',
    path: 'data.featuresScaling',
    sets: false,
    kind: 'flag',
    group: featuresGroup,
    help: 'take them as they are (default: scaled by mean and deviation of the training part)',
  },
];
