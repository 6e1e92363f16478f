/** Options about the model and what it reads. */

import { modelSettingOptions } from './model-setting-options.ts';
import type { CliOption } from './option.ts';
import { optionsOfGroup } from './setting-options.ts';

export const modelOptions: readonly CliOption[] = [...optionsOfGroup('Model:'), ...modelSettingOptions('Model:')];
const noScaling: CliOption = {
  name: 'no-features-scaling',
  path: 'data.featuresScaling',
  sets: 'none',
  kind: 'flag',
  group: 'Molecule features:',
  help: 'the same as --features-scaling none',
};

export const featuresOptions: readonly CliOption[] = optionsOfGroup('Molecule features:').flatMap((option) =>
  option.name === 'features-scaling' ? [option, noScaling] : [option],
);
