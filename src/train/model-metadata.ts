/**
 * What model.onnx says about itself, as texts by key in ONNX's own `metadata_props`: all that prediction needs beside the
 * network. One JSON text under `graphsam.content`, so that programs in any language can read it.
 */
import { z } from 'zod';
import { CheckpointError } from '../base/errors.ts';
import { taskTypes } from '../data/index.ts';

const version = 1;

const contentSchema = z.object({
  /** Version of graphsam that wrote the file. */
  graphsam: z.string(),
  /** Name in the registry of models, and its complete settings. */
  model: z.string(),
  settings: z.record(z.string(), z.unknown()),
  taskType: z.enum(taskTypes),
  /** Names of the target columns, in the order of the outputs. */
  tasks: z.array(z.string()).min(1),
  /** Of the training targets; null for classification. The network already undoes it in its `predictions`. */
  standardisation: z.object({ mean: z.array(z.number()), std: z.array(z.number()) }).nullable(),
  /** Which features the network was trained on: prediction refuses a file whose features it would compute differently. */
  features: z.string(),
  /** Chemistry toolkit that read the training molecules, with its version. */
  toolkit: z.string(),
  /** Larger molecules are not scored. */
  maxAtoms: z.int().positive(),
  /** Whether salts and mixtures are reduced to their largest fragment. */
  largestFragment: z.boolean(),
});

export type ModelMetadata = z.infer<typeof contentSchema>;

export function encodeModelMetadata(metadata: ModelMetadata): Record<string, string> {
  return {
    'graphsam.format': 'model',
    'graphsam.version': String(version),
    'graphsam.content': JSON.stringify(metadata),
  };
}

/** where: the file's name. Throws CheckpointError if the texts are not those of a model of ours, or of a newer version. */
export function decodeModelMetadata(texts: Readonly<Record<string, string>>, where: string): ModelMetadata {
  if (texts['graphsam.format'] !== 'model') {
    throw new CheckpointError({
      what: 'this ONNX model was not made by graphsam: it does not say which features it needs',
      where,
      advice: 'Give the model.onnx of a run.',
    });
  }
  if (texts['graphsam.version'] !== String(version)) {
    throw new CheckpointError({
      what: `the model file has version ${texts['graphsam.version']}, known is ${version}`,
      where,
      advice: 'It was written by a newer graphsam: update.',
    });
  }
  try {
    return contentSchema.parse(JSON.parse(texts['graphsam.content'] ?? ''));
  } catch (cause) {
    throw new CheckpointError({
      what: 'its description of itself is damaged',
      where,
      advice: 'Export it again.',
      cause,
    });
  }
}
