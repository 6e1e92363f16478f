/**
 * What lies beside each part of a prediction, `scored.part-00003-of-00016.csv.json`: of what it is a part, so that parts of different
 * models or tables are never joined. It is written last: with it a part is whole.
 */
import { z } from 'zod';
import { DataError, type Part } from '../base/index.ts';

const schema = z.object({
  format: z.literal(1),
  part: z.int().positive(),
  parts: z.int().positive(),
  /** Equal in the parts of one prediction. */
  of: z.object({
    /** SHA-256 of model.onnx. */
    model: z.string(),
    table: z.object({ name: z.string(), bytes: z.int(), head: z.string() }),
    settings: z.record(z.string(), z.unknown()),
    graphsam: z.string(),
  }),
  /** Length of its first line, which the joined file has once. */
  headerBytes: z.int().positive(),
  rows: z.int(),
  failed: z.int(),
  /** SHA-256 of the part itself. */
  checksum: z.string(),
});
export type PartFile = z.output<typeof schema>;

export function partFileOf(path: string): string {
  return `${path}.json`;
}

/** where: its name. Throws DataError if it is damaged. */
export function parsePartFile(text: string, where: string): PartFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    content = undefined;
  }
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  throw new DataError({
    code: 'part-damaged',
    what: 'it does not describe a part of a prediction',
    where,
    advice: 'Predict this part again.',
  });
}

/** The first thing in which two parts are not of one prediction; undefined if they are. */
export function differentWhole(one: PartFile['of'], other: PartFile['of']): string | undefined {
  if (one.model !== other.model) return 'another model';
  if (one.table.bytes !== other.table.bytes || one.table.head !== other.table.head) return 'another table';
  if (one.graphsam !== other.graphsam) return 'another version of graphsam';
  if (one.settings.features !== other.settings.features) return 'other features';
  return JSON.stringify(one.settings) === JSON.stringify(other.settings) ? undefined : 'other settings';
}

export function isPart({ part, parts }: PartFile, { index, count }: Part): boolean {
  return part === index && parts === count;
}
