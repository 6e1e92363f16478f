/**
 * What a model file says of itself, inside the file: everything that prediction needs and everything a reader would ask. Kept
 * as JSON under one metadata key of the ONNX file.
 */
import { z } from 'zod';
import { CheckpointError, checksum } from '../base/index.ts';
import { trustSchema } from '../calibration/index.ts';
import { atomOrders, formerAtomOrder, targetTransforms } from '../data/index.ts';
import { pluginRecordsSchema, requirePlugins } from '../plugins/index.ts';
import { type TargetSpace, taskTypeSchema } from '../tasks/index.ts';
import { readMetadata } from '../tensor/index.ts';
import { americanSettings } from './run-file-migration.ts';

const metadataKey = 'graphsam';
/** Of the card's text: the file's own checksum covers its graph only. Missing in files of graphsam 0.1.0. */
const checksumKey = 'graphsam.checksum';
/** Counts up when a file needs a newer reader. */
const currentFormat = 5;

const standardization = z.object({ mean: z.array(z.number()), std: z.array(z.number()) });

const cardSchema = z.object({
  format: z.literal(currentFormat),
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
export const modelCardFormat = currentFormat;

/** What else stands beside the card of a model file, by key: a file that is made from it keeps that. */
export function foreignMetadata(bytes: Uint8Array): Record<string, string> {
  const { [metadataKey]: _card, [checksumKey]: _sum, ...others } = readMetadata(bytes);
  return others;
}

export function cardMetadata(card: ModelCard): Record<string, string> {
  const text = JSON.stringify(card);
  // The checksum first: a file that was cut off behind it has no card.
  return { [checksumKey]: checksumOf(text), [metadataKey]: text };
}

/** Reads the card of a model file. where: its path. Throws CheckpointError for files that are not ours, newer or damaged. */
export function readModelCard(bytes: Uint8Array, where: string): ModelCard {
  const { [metadataKey]: text, [checksumKey]: sum } = metadataOf(bytes, where);
  if (text === undefined) {
    throw new CheckpointError({
      code: 'not-a-model',
      what: 'an ONNX model that graphsam did not write',
      where,
      advice: 'Give the model.onnx of a run folder.',
    });
  }
  const parsed = parseOrUndefined(text);
  const format = (parsed as { format?: unknown } | null | undefined)?.format;
  if (typeof format === 'number' && format > currentFormat) {
    const { version } = parsed as { version: string };
    throw new CheckpointError({
      code: 'newer-format',
      what: `written by graphsam ${version} in format ${format}, this one reads up to ${currentFormat}`,
      where,
      advice: 'Update graphsam: npm install graphsam@latest.',
    });
  }
  if (sum !== undefined && sum !== checksumOf(text)) throw damagedCard('its checksum differs', where);
  // Before the rest is checked: what a task or a model may be depends on them.
  const needed = pluginRecordsSchema.safeParse((parsed as { plugins?: unknown } | null | undefined)?.plugins);
  requirePlugins(needed.data, where);
  const checked = cardSchema.safeParse(upgraded(parsed, format));
  if (checked.success) return checked.data;
  const problem = checked.error.issues[0]!;
  throw damagedCard(`${problem.path.join('.')}: ${problem.message}`, where);
}

function damagedCard(why: string, where: string): CheckpointError {
  const advice = 'Copy the model again, or train it again.';
  return new CheckpointError({ code: 'model-damaged', what: `its description is damaged (${why})`, where, advice });
}

interface OldCard {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly standardisation?: unknown;
  readonly featuriser?: unknown;
}

function upgraded(parsed: unknown, format: unknown): unknown {
  if (format === 1) return fromFormat3(fromFormat2(fromFormat1(parsed as OldCard)));
  if (format === 2) return fromFormat3(fromFormat2(parsed as object));
  if (format === 3) return fromFormat3(parsed as object);
  return format === 4 ? fromFormat4(parsed as object) : parsed;
}

/** Format 4 knew no trees. */
function fromFormat4(card: object): object {
  return { ...card, format: currentFormat };
}

/** Format 3 knew one generator of molecule features. */
function fromFormat3(card: { readonly features?: { readonly generator?: string } }): object {
  const { features, ...same } = card;
  if (!features) return fromFormat4(same);
  const { generator, ...others } = features;
  const generators = generator === undefined ? [] : [generator];
  return fromFormat4({ ...same, features: { ...others, generators } });
}

/** Format 2 knew atoms only in the order that they were written in. */
function fromFormat2(card: object): object {
  return { ...card, atomOrder: formerAtomOrder };
}

/** Format 1, of graphsam 0.1.0, spelled some names the British way. */
function fromFormat1({ settings, standardisation, featuriser, ...same }: OldCard): object {
  return {
    ...same,
    ...(settings !== undefined && { settings: americanSettings(settings) }),
    ...(standardisation !== undefined && { standardization: standardisation }),
    ...(featuriser !== undefined && { featurizer: featuriser }),
  };
}

function checksumOf(text: string): string {
  return checksum(new TextEncoder().encode(text));
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function metadataOf(bytes: Uint8Array, where: string): Record<string, string> {
  const other = kindOfOther(bytes);
  if (other)
    throw new CheckpointError({
      code: 'not-a-model',
      what: `${other}, not a model of graphsam`,
      where,
      advice: 'Give a model.onnx file.',
    });
  try {
    return readMetadata(bytes);
  } catch (cause) {
    throw new CheckpointError({
      code: cause instanceof CheckpointError ? cause.code : 'not-a-model',
      what: cause instanceof CheckpointError ? cause.what : 'not an ONNX model, or truncated',
      where,
      advice: 'Copy it again, or give the model.onnx of a run folder.',
      cause,
    });
  }
}

/** What else users take for a model file, by its first bytes. */
function kindOfOther(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 16));
  if (bytes.length === 0) return 'an empty file';
  if (head.startsWith('PK')) return 'a PyTorch or zip file (.pt, .ckpt)';
  if (head.startsWith('\x80\x02')) return 'a Python pickle (.pt, .ckpt, .pkl)';
  if (head.slice(8, 9) === '{') return 'a safetensors file';
  if (/^[\s\x20-\x7e]+$/.test(head)) return 'a text file';
  return undefined;
}
