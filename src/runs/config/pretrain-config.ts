/** Everything that can be said about a pre-training, with defaults: what `--config-path` reads and what run.json keeps. Plain JSON. */
import { z } from 'zod';
import { ConfigError, setting } from '../../base/index.ts';
import { checkShape } from '../../config/index.ts';
import {
  checkMethods,
  dataSchema,
  machineSchema,
  modelSchema,
  optimizerSchema,
  refuseLostFeatures,
  scheduleSchema,
  splitSchema,
  type TrainConfig,
  trainingSchema,
} from './train-config.ts';

export const pretrainConfigSchema = z.strictObject({
  data: dataSchema
    .pick({
      dataset: true,
      folder: true,
      smilesColumns: true,
      header: true,
      onInvalid: true,
      maxRejected: true,
      maxAtoms: true,
      largestFragment: true,
      allowChanged: true,
    })
    /** Any number of tables. */
    .extend({ paths: z.array(z.string()).min(1).optional() })
    .prefault({}),
  split: splitSchema
    .pick({ seed: true })
    /** Share of the molecules that validate; the others train. */
    .extend({ validation: z.number().min(0).lt(1).default(0.1) })
    .prefault({}),
  model: modelSchema.prefault({}),
  optimizer: optimizerSchema.extend({ name: z.string().default('adam') }).prefault({}),
  schedule: scheduleSchema.prefault({}),
  training: trainingSchema
    .pick({ epochs: true, batchSize: true, dropLast: true, patience: true, minDelta: true, seed: true })
    .prefault({}),
  tasks: z
    .strictObject({
      /** Contexts that occur less often in the corpus are one class, "other". */
      leastCount: z.int().positive().default(5),
      /** Factor of the disagreement between two embeddings about the contexts. */
      disagreement: z.number().min(0).default(0.1),
    })
    .prefault({}),
  machine: machineSchema.prefault({}),
});

export type PretrainConfigInput = z.input<typeof pretrainConfigSchema>;
type CheckedConfig = z.output<typeof pretrainConfigSchema>;
export type PretrainConfig = Omit<CheckedConfig, 'schedule'> & Pick<TrainConfig, 'schedule'>;

/** As parseTrainConfig: where is the file the input comes from; throws ConfigError naming each key with its path. */
export function parsePretrainConfig(input: unknown, where: string): PretrainConfig {
  const config = checkShape(pretrainConfigSchema, input, where);
  const { data, split, training } = config;
  if (data.paths && data.dataset !== undefined) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['data', 'paths'],
      what: `${setting('data.paths')} and ${setting('data.dataset')} are both given`,
      where,
      advice: `Choose one: ${setting('data.paths')} or ${setting('data.dataset')}.`,
    });
  }
  if (training.patience !== undefined && split.validation === 0) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['training', 'patience'],
      what: `${setting('training.patience')} is set and ${setting('split.validation')} leaves no validation part`,
      where,
      advice: `Change ${setting('training.patience')} or ${setting('split.validation')}.`,
    });
  }
  const methods = checkMethods(config, where);
  refuseLostFeatures({ model: config.model, data: {} }, where);
  return { ...config, ...methods };
}
