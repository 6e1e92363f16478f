/** Numbers of the whole molecule beside what a model reads itself: settings, features and feeds that models share. */
import { z } from 'zod';
import { DataError } from '../base/index.ts';
import type { RealType } from '../tensor/index.ts';
import type { ModelFeeds } from './model.ts';

/** Settings of a model that reads them. */
export const extraSettings = {
  extraFeatures: z.int().min(0).default(0).describe('number of molecule features, which are added to the readout'),
  extraWidth: z
    .int()
    .positive()
    .default(64)
    .describe('hidden size of the layers that read molecule features through a gate'),
  extraDropout: z
    .number()
    .min(0)
    .lt(1)
    .default(0.3)
    .describe('dropout rate of molecule features that are read through a gate'),
};

/** In these a network may differ from the one it takes its encoder from. */
export const extraSettingNames = Object.keys(extraSettings);

/** Features of a molecule with its numbers, [features]. */
export interface WithExtra {
  readonly extra?: ArrayLike<number>;
}

export const extra = {
  setting: 'extraFeatures',
  add: <Features extends WithExtra>(features: Features, values: ArrayLike<number>): Features => ({
    ...features,
    extra: values,
  }),
};

/** `extra`, [molecules, extraFeatures]; nothing for a model that reads none. Throws DataError where a molecule has another number of them. */
export function extraFeeds(batch: readonly WithExtra[], extraFeatures: number, type: RealType): ModelFeeds {
  if (extraFeatures === 0) return {};
  const size = batch.length * extraFeatures;
  const values = type === 'float32' ? new Float32Array(size) : new Float64Array(size);
  batch.forEach(({ extra }, molecule) => {
    if (extra?.length !== extraFeatures) {
      throw new DataError({
        code: 'features-mismatch',
        what: `a molecule has ${extra?.length ?? 0} extra features, the model reads ${extraFeatures}`,
        advice: 'Give every molecule the features that the model was made for.',
      });
    }
    values.set(extra, molecule * extraFeatures);
  });
  return { extra: { type, dims: [batch.length, extraFeatures], data: values } };
}
