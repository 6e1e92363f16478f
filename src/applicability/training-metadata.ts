/**
 * Training molecules as text in the metadata of a model file, beside the description of the model. JSON:
 *   fingerprints   for each molecule the number of its set bits, then the first bit and the distance of each further bit from the one
 *                  before, as variable-length integers of 7 bits a byte, in base64
 *   smiles         one a line
 *   labels         float32, little-endian, [molecules, tasks], in base64; not a number where missing
 *                  Without structures (format 2) both are empty: similarities are known, and not to which molecule
 *   environments   sorted, each as its distance from the one before, in the same way
 * Bytes of a molecule: docs/applicability.md.
 */
import { z } from 'zod';
import { CheckpointError, checksum, fromBase64, toBase64 } from '../base/index.ts';
import { readMetadata } from '../tensor/index.ts';
import { fingerprintKind } from './fingerprint.ts';
import { joinTrainingMolecules, type TrainingMolecules } from './training-molecules.ts';
import { readVarints, writeVarints } from './varints.ts';

const metadataKey = 'graphsam.training';
const checksumKey = 'graphsam.training.checksum';

const storedSchema = z.object({
  format: z.literal([1, 2]),
  fingerprint: z.object({
    name: z.literal(fingerprintKind.name),
    radius: z.literal(fingerprintKind.radius),
    bits: z.literal(fingerprintKind.bits),
  }),
  molecules: z.int().positive(),
  tasks: z.int().positive(),
  fingerprints: z.string(),
  smiles: z.string(),
  labels: z.string(),
  environments: z.string(),
});

/** withStructures: SMILES and labels, too; without them only similarities can be given. Default: true. */
export function trainingMetadata(
  training: TrainingMolecules,
  { withStructures = true }: { readonly withStructures?: boolean } = {},
): Record<string, string> {
  const stored: z.input<typeof storedSchema> = {
    format: withStructures ? 1 : 2,
    fingerprint: fingerprintKind,
    molecules: training.smiles.length,
    tasks: training.tasks,
    fingerprints: toBase64(
      writeVarints(training.fingerprints.flatMap((bits) => [bits.length, ...distances(Array.from(bits))])),
    ),
    smiles: withStructures ? training.smiles.join('\n') : '',
    labels: withStructures ? toBase64(littleEndian(training.labels)) : '',
    environments: toBase64(writeVarints(distances([...training.environments].sort((left, right) => left - right)))),
  };
  const text = JSON.stringify(stored);
  return { [checksumKey]: checksumOf(text), [metadataKey]: text };
}

/** Undefined if the file holds none. where: its path. Throws CheckpointError if what it holds is damaged, or of a newer version. */
export function readTrainingMolecules(bytes: Uint8Array, where: string): TrainingMolecules | undefined {
  const { [metadataKey]: text, [checksumKey]: sum } = readMetadata(bytes);
  if (text === undefined) return undefined;
  if (sum !== checksumOf(text)) throw damaged('its checksum differs', where);
  const parsed = storedSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const problem = parsed.error.issues[0]!;
    throw damaged(`${problem.path.join('.')}: ${problem.message}`, where);
  }
  const { format, molecules, tasks, smiles, fingerprints, labels, environments } = parsed.data;
  const numbers = readVarints(fromBase64(fingerprints));
  let next = 0;
  return {
    ...(format === 1
      ? { smiles: smiles.split('\n'), labels: fromLittleEndian(fromBase64(labels)) }
      : { smiles: Array<string>(molecules).fill(''), labels: new Float32Array(molecules * tasks).fill(Number.NaN) }),
    tasks,
    fingerprints: Array.from({ length: molecules }, () => {
      const count = numbers[next++]!;
      const bits = sums(numbers.slice(next, next + count));
      next += count;
      return Uint16Array.from(bits);
    }),
    environments: new Set(sums(readVarints(fromBase64(environments)))),
  };
}

/**
 * Metadata of models that predict together, from that of one of them: its training molecules give way to those of all; to none if a model
 * keeps none, since a molecule that it knows would be called strange. Throws CheckpointError if what one keeps is damaged.
 */
export function withJoinedTraining(
  metadata: Readonly<Record<string, string>>,
  models: readonly { readonly bytes: Uint8Array; readonly path: string }[],
): Record<string, string> {
  const { [metadataKey]: _training, [checksumKey]: _sum, ...others } = metadata;
  const parts = models.flatMap(({ bytes, path }) => readTrainingMolecules(bytes, path) ?? []);
  if (parts.length < models.length) return others;
  const joined = joinTrainingMolecules(parts);
  return { ...others, ...trainingMetadata(joined, { withStructures: joined.smiles[0] !== '' }) };
}

function damaged(why: string, where: string): CheckpointError {
  return new CheckpointError({
    code: 'model-damaged',
    what: `what it keeps of its training molecules cannot be read (${why})`,
    where,
    advice: 'Copy the model again, update graphsam, or train it again.',
  });
}

function checksumOf(text: string): string {
  return checksum(new TextEncoder().encode(text));
}

/** Each number less the one before it. */
function distances(ascending: readonly number[]): number[] {
  return ascending.map((number, index) => number - (ascending[index - 1] ?? 0));
}

function sums(apart: readonly number[]): number[] {
  let total = 0;
  return apart.map((distance) => (total += distance));
}

function littleEndian(numbers: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  numbers.forEach((number, index) => {
    view.setFloat32(4 * index, number, true);
  });
  return new Uint8Array(view.buffer);
}

function fromLittleEndian({ buffer, byteOffset, byteLength }: Uint8Array): Float32Array {
  const view = new DataView(buffer, byteOffset, byteLength);
  return Float32Array.from({ length: byteLength / 4 }, (_, index) => view.getFloat32(4 * index, true));
}
