/** probe.jsonl: a line a probed step, checked where it is read. */
import { z } from 'zod';
import type { ProbeRecord } from './probe-record.ts';
import { parseLines } from './run-files.ts';

const advice = 'Restore the file, or delete it: what was probed is then lost, the run itself is not.';

/** JSON knows no NaN and writes null: the cosine with a gradient of length 0, for instance. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const change = z.object({ cosine: measured, relative: measured });

const record = z.object({
  epoch: z.int().positive(),
  step: z.int().positive(),
  rho: z.number().nullable(),
  perturbationNorm: measured,
  updateNorm: measured,
  curvature: z.number().nullable().default(null),
  approximation: z.object({ cosine: measured, normRatio: measured, lossGap: measured }).nullable(),
  change: z.object({ perturbation: change, update: change }).nullable(),
}) satisfies z.ZodType<ProbeRecord>;

/**
 * The probed steps of a probe.jsonl; a last line that a kill cut off is left out. where: the file's name, for messages.
 * Throws CheckpointError naming line and field if another line is damaged.
 */
export function parseProbes(text: string, where: string): ProbeRecord[] {
  return parseLines(text, where, { schema: record, line: 'probed step', advice });
}
