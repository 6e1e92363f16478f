/**
 * What a model file says of itself, inside the file: everything that prediction needs and everything a reader would ask. Kept
 * as JSON under one metadata key of the ONNX file.
 */
import { z } from 'zod';
import { checksum } from '../base/index.ts';
import { trustSchema } from '../calibration/index.ts';
import { atomOrders, targetTransforms } from '../data/index.ts';
import { pluginRecordsSchema } from '../plugins/index.ts';
import { type TargetSpace, taskTypeSchema } from '../tasks/index.ts';

export const metadataKey = 'graphsam';
/** Of the card's text: the file's own checksum covers its graph only. Missing in files of graphsam 0.1.0. */
export const checksumKey = 'graphsam.checksum';
/** Counts up when a file needs a newer reader. */
export const modelCardFormat = 6;

const standardization = z.object({ mean: z.array(z.number()), std: z.array(z.number()) });

export const cardSchema = z.object({
  format: z.literal(modelCardFormat),
  /** Version of graphsam that wrote the file. */
  version: z.string(),
  model: z.string(),
  /** The model's complete settings. */
  settings: z.record(z.string(), z.unknown()),
  tasks: z.array(z.string()).min(1),
  taskType: taskTypeSchema,
  /** Names of the classes of each target, in the order of their probabilities; undefined where targets are numbers. */
  classes: z.array(z.array(z.string()).min(1)).optional(),
  /** How the run read its labels, where that is not the default: a table with other labels is read the same way. */
  labels: z
    .object({
      map: z.record(z.string(), z.number()).optional(),
      threshold: z.number().optional(),
      censored: z.enum(['error', 'drop', 'bound']).optional(),
      maxRejected: z.number().optional(),
      unreadable: z.enum(['error', 'drop']).optional(),
      unit: z.string().optional(),
      transform: z.enum(targetTransforms).optional(),
      /** Columns of the targets, where these are called by the scale on which they are learned. */
      columns: z.array(z.string()).optional(),
      /** What 0 and 1 are called in the table, of each target that has words for them. */
      words: z.array(z.tuple([z.string(), z.string()]).nullable()).optional(),
    })
    .optional(),
  maxAtoms: z.int().positive(),
  /** Whether only the largest fragment of salts and mixtures was read. */
  largestFragment: z.boolean(),
  /** How the training read atoms: prediction reads them alike, in canonical order where training drew orders at random. */
  atomOrder: z.enum(atomOrders),
  /** Atomic numbers that occur in the molecules trained on, 0 for dummy atoms; undefined in files of format 2 and before. */
  elements: z.array(z.int()).optional(),
  /** Of the targets; undefined for classification. The file's `predictions` are on original units already. */
  standardization: standardization.optional(),
  /** Numbers of the whole molecule that the model reads, and how they are scaled, one entry a feature; undefined: none. */
  features: z
    .object({
      /** Names of what computes all but the last `fromFile`. */
      generators: z.array(z.string()),
      names: z.array(z.string()),
      fromFile: z.int().min(0),
      /** How many of those, the last ones, are columns of the table of molecules itself. */
      fromTable: z.int().min(0).default(0),
      fill: z.array(z.number()),
      offset: z.array(z.number()),
      scale: z.array(z.number()),
      limit: z.number().optional(),
      quantiles: z.array(z.array(z.number())).optional(),
    })
    .optional(),
  /** Checksum of what is read of probe molecules (models/featurizer-checksum.ts); undefined in files of graphsam 0.1.0 and before. */
  featurizer: z.string().optional(),
  /** Trees beside the networks of an ensemble, and how much each of them counts; undefined: none. */
  trees: z
    .object({
      /** Names of what computes all but the last `fromFile` columns that the trees read. */
      generators: z.array(z.string()),
      columns: z.array(z.string()).min(1),
      /** The last ones, which are features that a file or the table gives, by their names in `features`. */
      fromFile: z.int().min(0),
      networkWeight: z.number().min(0).max(1),
      learners: z.array(z.object({ name: z.string(), weight: z.number().min(0).max(1) })).min(1),
    })
    .optional(),
  /** The models of an ensemble, all of which are in the file; undefined: it holds one. */
  members: z
    .array(
      z.object({
        seed: z.int(),
        bestEpoch: z.int(),
        fold: z.int(),
        /** What it was trained on and with, where members may differ in it; undefined: as `training` has it. */
        data: z.string().optional(),
        molecules: z.int().optional(),
        optimizer: z.string().optional(),
        /** Of folds, each of which has its own. */
        standardization: standardization.optional(),
      }),
    )
    .min(1)
    .optional(),
  /** The members are of one training: drawn from the distribution of the weights that its optimizer has learned. */
  drawn: z.literal(true).optional(),
  /** The network says a deviation with each value; undefined: it does not. */
  saysVariance: z.literal(true).optional(),
  /** What was fitted to validation rows: corrections, and how far off predictions are (src/calibration). */
  trust: trustSchema.optional(),
  /** What must be loaded before the model can be used, with the checksums of then; undefined: nothing. */
  plugins: pluginRecordsSchema.optional(),
  /** What perceived the molecules that the model was trained on. */
  toolkit: z.object({ name: z.string(), version: z.string() }),
  training: z.object({
    data: z.string(),
    /** Of an ensemble of folds those of all folds together. */
    molecules: z.int(),
    /** Of an ensemble of folds: how many there are. */
    folds: z.int().optional(),
    split: z.string(),
    seed: z.int(),
    optimizer: z.string(),
    bestEpoch: z.int(),
  }),
});

export type ModelCard = z.infer<typeof cardSchema>;

/** What its predictions are of. */
export function targetSpaceOf({ tasks, classes }: Pick<ModelCard, 'tasks' | 'classes'>): TargetSpace {
  return { taskNames: tasks, classes };
}

export function cardMetadata(card: ModelCard): Record<string, string> {
  const text = JSON.stringify(card);
  // The checksum first: a file that was cut off behind it has no card.
  return { [checksumKey]: checksumOf(text), [metadataKey]: text };
}

/** Of a card as it is written. */
export function checksumOf(text: string): string {
  return checksum(new TextEncoder().encode(text));
}
