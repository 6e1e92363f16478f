/**
 * An encoder as one file: safetensors with its parameters by name, without heads, and what it is as JSON in the metadata. A checksum in it
 * notices every damage. Node and browsers.
 */
import { z } from 'zod';
import { CheckpointError, ParameterLayout } from '../base/index.ts';
import { builtinEncoder, readSafetensors, type StoredTensor, writeSafetensors } from '../runs/index.ts';
import { type InitialSource, isHead, type NamedWeights } from './initial-weights.ts';

const factsKey = 'graphsam.encoder';

const factsSchema = z.object({
  model: z.string(),
  settings: z.record(z.string(), z.unknown()),
  /** How many it was pre-trained on, and for how many epochs. */
  molecules: z.int().positive(),
  epochs: z.int().positive(),
  /** SHA-256 of the tables of molecules. */
  corpus: z.array(z.string()),
  validationLoss: z.number(),
  /** Versions of graphsam and of the toolkit that read the molecules. */
  version: z.string(),
  toolkit: z.object({ name: z.string(), version: z.string() }),
});

export type EncoderFacts = z.infer<typeof factsSchema>;

/** Parameters whose names `pretrain.` and `head.` do not begin. */
export function writeEncoder({ layout, weights }: NamedWeights<Float32Array>, facts: EncoderFacts): Uint8Array {
  const kept = layout.entries.filter(({ name }) => !isHead(name) && !name.startsWith('pretrain.'));
  const tensors = Object.fromEntries(
    kept.map(({ name, shape }) => [name, { shape, data: layout.view(weights, name).slice() }]),
  );
  return writeSafetensors({ tensors, metadata: { [factsKey]: JSON.stringify(facts) } }, { withChecksum: true });
}

/** An encoder without its weights. */
export type DescribedEncoder = Omit<InitialSource, keyof NamedWeights> & EncoderFacts;

/** where: of the file. Throws CheckpointError if it is damaged or no encoder. */
export function readEncoder(bytes: Uint8Array, where: string): DescribedEncoder & NamedWeights<Float32Array> {
  const { tensors, metadata } = readSafetensors(bytes, where);
  return { ...describedEncoder(metadata, where), ...tensorsOf(tensors, '') };
}

/** metadata, where: of the file. Throws CheckpointError if it is no encoder. */
export function describedEncoder(metadata: Readonly<Record<string, string>>, where: string): DescribedEncoder {
  const facts = factsSchema.safeParse(parsed(metadata[factsKey]));
  if (!facts.success)
    throw new CheckpointError({
      code: 'not-a-checkpoint',
      what: 'the file is no encoder that this version reads',
      where,
      advice: 'Install graphsam again, or name the folder of a pre-training.',
    });
  return { folder: builtinEncoder, kind: 'pre-training', isFinished: true, ...facts.data };
}

/** Those whose names begin with the prefix, without it. */
export function tensorsOf(tensors: Readonly<Record<string, StoredTensor>>, prefix: string): NamedWeights<Float32Array> {
  const chosen = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  const layout = new ParameterLayout(
    chosen.map(([name, { shape }]) => ({ name: name.slice(prefix.length), shape, role: 'weight' })),
  );
  const weights = new Float32Array(layout.size);
  for (const [name, { data }] of chosen) layout.view(weights, name.slice(prefix.length)).set(data as Float32Array);
  return { layout, weights };
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
