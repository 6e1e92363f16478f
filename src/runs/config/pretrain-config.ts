/** Everything that can be said about a pre-training, with defaults: what `--config-path` reads and what run.json keeps. Plain JSON. */
import { z } from 'zod';
import { ConfigError, setting } from '../../base/index.ts';
import { checkShape, described } from '../../config/index.ts';
import { atomOrders, defaultAtomOrder } from '../../data/index.ts';
import { threadsAtOnce } from '../../runtime/index.ts';
import { dataSchema, splitSchema } from './data-schema.ts';
import { authorsPreset, recipeOf } from './recipe.ts';
import { checkMethods, refuseLostFeatures, type TrainConfig } from './train-config.ts';
import { machineSchema, modelSchema, optimizerSchema, scheduleSchema, trainingSchema } from './training-schema.ts';

/** What pre-training may predict of a molecule as a whole, beside its functional groups. */
const moleculeTasks = ['descriptors', 'fingerprint'] as const;
export type MoleculeTask = (typeof moleculeTasks)[number];

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
    .extend({
      paths: described(z.array(z.string()).min(1).optional(), {
        group: 'Data:',
        help: 'tables of molecules, read one after the other',
        option: 'data-path',
        short: 'i',
        placeholder: 'FILE',
      }),
      atomOrder: described(z.enum(atomOrders).default(defaultAtomOrder), {
        group: 'Data:',
        help: 'how the model reads atoms: random draws an order for each molecule, once',
        placeholder: 'ORDER',
      }),
    })
    .prefault({}),
  split: splitSchema
    .pick({ seed: true })
    .extend({
      validation: described(z.number().min(0).lt(1).default(0.1), {
        group: 'Pre-training:',
        help: 'fraction of the molecules for validation; the others are for training',
        placeholder: 'FRACTION',
      }),
    })
    .prefault({}),
  model: modelSchema.prefault({}),
  optimizer: optimizerSchema.prefault({}),
  schedule: scheduleSchema.prefault({}),
  training: trainingSchema
    .pick({ epochs: true, batchSize: true, dropLast: true, patience: true, minDelta: true, seed: true })
    .extend({
      batchParts: described(z.int().positive().optional(), {
        group: 'Pre-training:',
        help: 'compute the gradient of each batch in N parts, each in threads of its own: on many cores several times as fast; another N gives other weights',
        placeholder: 'N',
        otherwise: '1',
      }),
      timeLimit: described(trainingSchema.shape.timeLimit, {
        group: 'Training:',
        help: 'start no step after this time (90s, 30m, 2h); the run then ends as after its last epoch, and other trainings can start from it',
        placeholder: 'TIME',
      }),
    })
    .prefault({}),
  tasks: z
    .strictObject({
      leastCount: described(z.int().positive().default(5), {
        group: 'Pre-training:',
        help: 'contexts that occur less often in the corpus form one class, "other"',
        placeholder: 'N',
      }),
      disagreement: described(z.number().min(0).default(0.1), {
        group: 'Pre-training:',
        help: 'weight of the loss term for the disagreement between atom and bond embeddings about the contexts',
        option: 'context-disagreement',
        placeholder: 'X',
      }),
      moleculeTargets: described(z.array(z.enum(moleculeTasks)).default([]), {
        group: 'Pre-training:',
        help: 'also predict of each molecule: its descriptors, the bits of a fingerprint, or both',
        placeholder: 'WHAT',
        choices: moleculeTasks,
      }),
    })
    .prefault({}),
  machine: machineSchema.prefault({}),
});

export type PretrainConfigInput = z.input<typeof pretrainConfigSchema>;
type CheckedConfig = z.output<typeof pretrainConfigSchema>;
export type PretrainConfig = Omit<CheckedConfig, 'schedule' | 'training'> &
  Pick<TrainConfig, 'schedule'> & { readonly training: CheckedConfig['training'] & { readonly epochs: number } };

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
  const { batchParts = 1 } = training;
  if (batchParts > 1 && threadsAtOnce(config.machine.backend, batchParts) === 1) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['training', 'batchParts'],
      what: `${setting('training.batchParts')} is ${batchParts}, and ${config.machine.backend} is used by one thread at a time`,
      where,
      advice: `Leave ${setting('training.batchParts')} out, and take a larger ${setting('training.batchSize')} instead.`,
    });
  }
  const model = { ...config.model, preset: config.model.preset ?? authorsPreset };
  const settled = {
    ...config,
    model,
    training: { ...training, epochs: training.epochs ?? recipeOf({ model }).epochs },
  };
  const methods = checkMethods(settled, where);
  refuseLostFeatures({ model, data: {} }, where);
  return { ...settled, ...methods };
}
