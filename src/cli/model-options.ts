/** Options about the model and what it reads. */

import { modelSettingOptions } from './model-setting-options.ts';
import type { CliOption } from './option.ts';
import { optionsOfGroup } from './setting-options.ts';

export const modelOptions: readonly CliOption[] = [...optionsOfGroup('Model:'), ...modelSettingOptions('Model:')];
export const featuresOptions: readonly CliOption[] = optionsOfGroup('Molecule features:');
