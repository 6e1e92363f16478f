/**
 * All that training needs to continue bit for bit, as plain versioned data in one safetensors file: numbers as tensors under
 * `weights/PARAMETER`, `best/PARAMETER`, `average/PARAMETER` and `optimizer/VECTOR`, everything else as JSON in the metadata. No class names: any
 * tool that knows the format can read the weights.
 */
import { z } from 'zod';
import { CheckpointError, type ParameterLayout, type RandomState, type Vector } from '../base/index.ts';
import type { OptimizerState } from '../optim/index.ts';
import { epochReportSchema } from './epoch-file.ts';
import type { EpochSums } from './epoch-statistics.ts';
import type { EpochReport } from './events.ts';
import { trackedUnderPresentName } from './metric-names-migration.ts';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';

/** What must be the same for a run to be continued: settings, sizes and a hash of the data, by name. */
export type RunIdentity = Readonly<Record<string, string | number | boolean | null>>;

/** The tracked metric in an identity: in checkpoints of graphsam 0.1.0 under its name of then. */
export const trackingKey = 'tracking metric';

export interface TrainingPosition {
  /** From 0; equal to the number of epochs when all are done. */
  readonly epoch: number;
  /** Steps done in this epoch; all of them are done while the epoch waits for its validation. */
  readonly stepInEpoch: number;
  /** Steps done in all. */
  readonly step: number;
}

/** How the tracked metric went. */
export interface Tracking {
  /** Epoch (from 0) with the best value so far. */
  readonly best: { readonly epoch: number; readonly value: number } | null;
  /** The value that early stopping waits to see beaten, and for how many epochs it has waited. */
  readonly reference: number | null;
  readonly epochsWithoutImprovement: number;
}

export interface Checkpoint {
  readonly identity: RunIdentity;
  readonly position: TrainingPosition;
  readonly streams: {
    /** At the start of the present epoch: its order is drawn again from here. */
    readonly shuffle: RandomState;
    readonly masks: RandomState;
  };
  readonly statistics: EpochSums;
  /** Of the epochs that are done; undefined in checkpoints of graphsam 0.1.0, whose reports are in metrics.jsonl only. */
  readonly reports?: readonly EpochReport[] | undefined;
  readonly tracking: Tracking;
  readonly optimizer: OptimizerState;
  readonly weights: Vector;
  /** Weights of the best epoch, once there is one. */
  readonly bestWeights: Vector | undefined;
  /** Averaged weights and the steps in them, once averaging has begun. */
  readonly average?: { readonly weights: Vector; readonly steps: number } | undefined;
}

/** Version 1, of graphsam 0.1.0, has neither a checksum nor reports. */
const versions = ['1', '2'];
const version = versions.at(-1)!;
const formatKey = 'graphsam.format';
const versionKey = 'graphsam.version';
const contentKey = 'graphsam.content';

const counts = z.record(z.string(), z.number());
const randomState = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const contentSchema = z.strictObject({
  identity: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** The position; its name in files since graphsam 0.1.0. */
  place: z.strictObject({ epoch: z.int().min(0), stepInEpoch: z.int().min(0), step: z.int().min(0) }),
  streams: z.strictObject({ shuffle: randomState, masks: randomState }),
  statistics: z.strictObject({
    updates: z.number(),
    loss: z.number(),
    gradientNorm: z.number(),
    largestGradientNorm: z.number(),
    perturbationNorm: z.number(),
    learningRate: z.number(),
    rho: z.number().nullable(),
    lossAt: z.enum(['weights', 'perturbed weights', 'weights without mixing']),
    skipped: counts,
    notes: counts,
    evaluations: z.strictObject({ full: z.number(), cheap: z.number(), forward: z.number() }),
    molecules: z.number(),
    seconds: z.number(),
  }),
  reports: z.array(epochReportSchema).optional(),
  tracking: z.strictObject({
    best: z.strictObject({ epoch: z.number(), value: z.number() }).nullable(),
    reference: z.number().nullable(),
    epochsWithoutImprovement: z.number(),
  }),
  averagedSteps: z.int().positive().optional(),
  optimizer: z.strictObject({
    version: z.literal(1),
    method: z.string(),
    rule: z.string(),
    scalars: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.array(z.number())])),
  }),
});

export function encodeCheckpoint(checkpoint: Checkpoint, layout: ParameterLayout): Uint8Array {
  const { weights, bestWeights, average, optimizer, position, ...plain } = checkpoint;
  const { vectors, ...optimizerScalars } = optimizer;
  const tensors: Record<string, StoredTensor> = {};
  for (const [name, data] of Object.entries(vectors)) tensors[`optimizer/${name}`] = { shape: [data.length], data };
  for (const { name, shape } of layout.entries) {
    tensors[`weights/${name}`] = { shape, data: layout.view(weights, name) };
    if (bestWeights) tensors[`best/${name}`] = { shape, data: layout.view(bestWeights, name) };
    if (average) tensors[`average/${name}`] = { shape, data: layout.view(average.weights, name) };
  }
  const metadata = {
    [formatKey]: 'checkpoint',
    [versionKey]: version,
    [contentKey]: JSON.stringify({
      ...plain,
      place: position,
      ...(average && { averagedSteps: average.steps }),
      optimizer: optimizerScalars,
    }),
  };
  return writeSafetensors({ tensors, metadata }, { withChecksum: true });
}

/**
 * where: the file's name, for messages. Throws CheckpointError if the file is damaged, not a checkpoint, of a newer version,
 * or of another model.
 */
export function decodeCheckpoint(file: Uint8Array, layout: ParameterLayout, where: string): Checkpoint {
  const { tensors, metadata } = readSafetensors(file, where);
  if (metadata[formatKey] !== 'checkpoint') {
    throw new CheckpointError({
      code: 'not-a-checkpoint',
      what: 'this safetensors file is no checkpoint of a training',
      where,
    });
  }
  if (!versions.includes(metadata[versionKey] ?? '')) {
    throw new CheckpointError({
      code: 'newer-format',
      what: `the checkpoint has version ${metadata[versionKey]}, known are ${versions.join(' and ')}`,
      where,
      advice: 'It was written by a newer graphsam: update.',
    });
  }
  const { optimizer, averagedSteps, place, ...plain } = readContent(metadata[contentKey], where);
  const vectors = Object.entries(tensors)
    .filter(([name]) => name.startsWith('optimizer/'))
    .map(([name, { data }]) => [name.slice('optimizer/'.length), data as Vector]);
  const tracked = plain.identity[trackingKey];
  const isFormer = metadata[versionKey] === versions[0] && typeof tracked === 'string';
  return {
    ...plain,
    position: place,
    ...(isFormer && { identity: { ...plain.identity, [trackingKey]: trackedUnderPresentName(tracked) } }),
    optimizer: { ...optimizer, vectors: Object.fromEntries(vectors) },
    weights: gatherWeights('weights/', tensors, layout, where),
    bestWeights: plain.tracking.best ? gatherWeights('best/', tensors, layout, where) : undefined,
    ...(averagedSteps !== undefined && {
      average: { weights: gatherWeights('average/', tensors, layout, where), steps: averagedSteps },
    }),
  };
}

/**
 * The weights that the run's model file has, or would have if it ended now: those of the best epoch, or, where no epoch could be chosen
 * (no validation part), what is evaluated at its end, the average where one is kept.
 */
export function chosenWeights({
  bestWeights,
  average,
  weights,
}: Pick<Checkpoint, 'bestWeights' | 'average' | 'weights'>): Vector {
  return bestWeights ?? average?.weights ?? weights;
}

/** What the names of their tensors begin with in the file. */
export function chosenPrefix(tensors: Readonly<Record<string, StoredTensor>>): string {
  const names = Object.keys(tensors);
  return ['best/', 'average/'].find((prefix) => names.some((name) => name.startsWith(prefix))) ?? 'weights/';
}

function readContent(text: string | undefined, where: string): z.output<typeof contentSchema> {
  try {
    return contentSchema.parse(JSON.parse(text ?? ''));
  } catch (cause) {
    throw new CheckpointError({
      code: 'checkpoint-damaged',
      what: 'the checkpoint is damaged',
      where,
      advice: 'Train again.',
      cause,
    });
  }
}

/**
 * Puts the tensors of one flat vector together again, those whose name begins with the prefix; all must be there, in the shapes of
 * the layout. Throws CheckpointError if they are those of another model.
 */
export function gatherWeights(
  prefix: string,
  tensors: Readonly<Record<string, StoredTensor>>,
  layout: ParameterLayout,
  where: string,
): Vector {
  const otherModel = (what: string): CheckpointError =>
    new CheckpointError({
      code: 'checkpoint-mismatch',
      what,
      where,
      advice: 'Resume with the model settings that the checkpoint was made with.',
    });
  const present = Object.keys(tensors).filter((name) => name.startsWith(prefix));
  const unknown = present.find((name) => !layout.has(name.slice(prefix.length)));
  if (unknown !== undefined) throw otherModel(`the model has no parameter for ${unknown}`);
  const doubles = present.some((name) => tensors[name]!.data instanceof Float64Array);
  const vector = doubles ? new Float64Array(layout.size) : new Float32Array(layout.size);
  for (const { name, shape, offset } of layout.entries) {
    const tensor = tensors[`${prefix}${name}`];
    if (tensor?.shape.join() !== shape.join()) {
      const found = tensor ? `the shape [${tensor.shape.join(', ')}]` : 'nothing';
      throw otherModel(`parameter ${name} needs the shape [${shape.join(', ')}], the checkpoint has ${found}`);
    }
    vector.set(tensor.data as Vector, offset);
  }
  return vector;
}
