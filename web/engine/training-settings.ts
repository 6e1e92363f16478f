/** The settings of a training that the form shows behind the usual ones, as the library's schema describes them. */
import { type DescribedSetting, describeSettings, trainConfigSchema } from '../../src/index.web.ts';
import type { TrainingSetting } from './protocol.ts';

const offered: Readonly<Record<string, TrainingSetting['of']>> = {
  'training.emaDecay': 'training',
  'training.classBalance': 'classes',
  'training.labelSmoothing': 'classes',
  'optimizer.perturb.from': 'method',
  'optimizer.perturb.until': 'method',
};

export function trainingSettings(): TrainingSetting[] {
  const described = new Map(describeSettings(trainConfigSchema).map((setting) => [setting.path, setting]));
  return Object.entries(offered).map(([path, of]) => ({ ...inForm(described.get(path)!), of }));
}

function inForm({ path, type, choices, default: standard, otherwise, range, help }: DescribedSetting) {
  return {
    name: path,
    type: choices ? 'choice' : (type as 'number' | 'integer' | 'boolean'),
    ...(choices && { values: choices }),
    default: otherwise ?? (standard as number | boolean | string | undefined),
    range,
    description: help,
  } as const;
}
