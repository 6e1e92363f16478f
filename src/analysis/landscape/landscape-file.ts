/**
 * landscape.json: the computed losses, what they were computed on, and nothing of the machine. It grows while it is computed, is
 * continued from where it stands, and is all that the pictures are drawn from.
 */
import { z } from 'zod';
import { CheckpointError, setting } from '../../base/index.ts';

export const landscapeFileName = 'landscape.json';

/**
 * around: random directions from the weights of each run; through: the line or plane that joins two or three runs; trajectory: the
 * principal plane of the weights that a run passed.
 */
const landscapeModes = ['around', 'through', 'trajectory'] as const;
export type LandscapeMode = (typeof landscapeModes)[number];

const axis = z.strictObject({ from: z.number(), to: z.number(), points: z.int().min(2) });
const losses = z.array(z.number().nullable());
const rows = z.strictObject({ count: z.int(), checksum: z.string() });
const run = z.looseObject({
  name: z.string(),
  model: z.string(),
  dataset: z.string(),
  optimizer: z.looseObject({ name: z.string() }),
  loss: z.string(),
  weights: z.strictObject({ choice: z.string(), epoch: z.number(), checksum: z.string() }),
});

/** A point of interest: a run, or an epoch of the trajectory. */
const mark = z.strictObject({ label: z.string(), x: z.number(), y: z.number() });

const sheet = z.strictObject({
  /** Of the run, or of the runs that are joined. */
  name: z.string(),
  runs: z.array(run),
  /** The first one's rows; null for a part that is empty. */
  rows: z.strictObject({ train: rows, test: rows.nullable() }),
  marks: z.array(mark),
  /** Shares of the trajectory's variance that the two axes explain. */
  explained: z.tuple([z.number(), z.number()]).optional(),
  /** Losses of the points that are computed so far, x fastest; null where the loss is not finite. */
  train: losses,
  test: losses,
});

const landscapeSchema = z.strictObject({
  kind: z.literal('landscape'),
  format: z.literal(1),
  graphsam: z.string(),
  mode: z.enum(landscapeModes),
  /** Of random directions. */
  direction: z.preprocess(
    americanSpelling,
    z.strictObject({ normalization: z.string(), ignore: z.array(z.string()), seed: z.int() }).nullable(),
  ),
  batchSize: z.int(),
  x: axis,
  /** null: a line. */
  y: axis.nullable(),
  sheets: z.array(sheet).min(1),
});

export type LandscapeFile = z.infer<typeof landscapeSchema>;
export type Sheet = LandscapeFile['sheets'][number];
export type Mark = Sheet['marks'][number];
export type PartOfLandscape = 'train' | 'test';

/** graphsam 0.1.0 wrote `normalisation`. */
function americanSpelling(direction: unknown): unknown {
  if (typeof direction !== 'object' || direction === null || !('normalisation' in direction)) return direction;
  const { normalisation, ...same } = direction;
  return { ...same, normalization: normalisation };
}

/** Points of each sheet. */
export function pointsOf({ x, y }: Pick<LandscapeFile, 'x' | 'y'>): number {
  return x.points * (y?.points ?? 1);
}

export function isComplete(file: LandscapeFile): boolean {
  const points = pointsOf(file);
  return file.sheets.every(
    ({ train, test, rows }) => train.length === points && (!rows.test || test.length === points),
  );
}

/** The same landscape without its losses: files with equal ones belong together. */
export function withoutLosses(file: LandscapeFile): LandscapeFile {
  return { ...file, graphsam: '', sheets: file.sheets.map((each) => ({ ...each, train: [], test: [] })) };
}

/** where: the file, for messages. Throws CheckpointError naming the field for anything but a landscape. */
export function parseLandscape(text: string, where: string): LandscapeFile {
  const damaged = (why: string, cause?: unknown): CheckpointError =>
    new CheckpointError({
      code: 'analysis-damaged',
      what: `this is no landscape, or it is damaged: ${why}`,
      where,
      advice: `Compute it again with ${setting('run.overwrite')}, or delete the file.`,
      cause,
    });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw damaged('it is not JSON', cause);
  }
  const checked = landscapeSchema.safeParse(parsed);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw damaged(`${issue!.path.join('.') || 'the whole'}: ${issue!.message}`);
}
