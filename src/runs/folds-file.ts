/**
 * folds.json: what the folder of a training with several folds is, from before its first fold has begun: its configuration, by which it can
 * be resumed. Each fold is a run in a folder of its own, fold_0 and on.
 */
import { z } from 'zod';
import { CheckpointError, version } from '../base/index.ts';
import { pluginRecords, pluginRecordsSchema } from '../plugins/index.ts';

export const foldsFileName = 'folds.json';
const currentFormat = 1;

const schema = z.object({
  format: z.literal(currentFormat),
  kind: z.literal('folds'),
  graphsam: z.string(),
  folds: z.int().positive(),
  /** As in run.json. */
  writtenIn: z.string().optional(),
  config: z.record(z.string(), z.unknown()),
  plugins: pluginRecordsSchema.optional(),
});
export type FoldsFile = z.output<typeof schema>;

export function foldsFile(folds: number, config: object): FoldsFile {
  const plugins = pluginRecords();
  const known = { format: currentFormat, kind: 'folds', graphsam: version } as const;
  return { ...known, folds, config: { ...config }, ...(plugins.length > 0 && { plugins }) };
}

/** where: the file, for messages. Throws CheckpointError for anything but a folds.json that this version knows. */
export function parseFoldsFile(text: string, where: string): FoldsFile {
  const damaged = (what: string, cause?: unknown): CheckpointError =>
    new CheckpointError({ code: 'run-damaged', what, where, advice: 'Restore it or train again.', cause });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw damaged('it is not JSON', cause);
  }
  const checked = schema.safeParse(content);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw damaged(`it does not describe folds: ${issue!.path.join('.') || 'the whole'}: ${issue!.message}`);
}
