/** metrics.jsonl: a line an epoch, checked where it is read. */
import { z } from 'zod';
import type { EpochReport } from './events.ts';
import { metricValues } from './metric-values.ts';
import { parseLines } from './run-files.ts';

const advice = 'Restore it or train again.';
const nullable = z.number().nullable();
/** JSON knows no NaN and no infinity and writes null: the rate of an epoch that took no time, for instance. */
const measured = nullable.transform((value) => value ?? Number.NaN);
const counts = z.record(z.string(), z.number());

/** Every field of the report: one that is missing here would be lost when a run is resumed. */
const fields = {
  epoch: z.int().positive(),
  trainLoss: nullable,
  trainLossAt: z.enum(['weights', 'perturbed weights', 'weights without mixing']),
  learningRate: measured,
  rho: nullable,
  gradientNorm: nullable,
  largestGradientNorm: measured,
  perturbationNorm: nullable,
  evaluations: z.object({ full: z.number(), cheap: z.number(), forward: z.number() }),
  updates: z.number(),
  skipped: counts,
  notes: counts,
  molecules: z.number(),
  validation: metricValues.nullable(),
  rawValidation: metricValues.optional(),
  training: metricValues.optional(),
  best: z.boolean(),
  seconds: measured,
  moleculesPerSecond: measured,
} satisfies Readonly<Record<keyof EpochReport, z.ZodType>>;

export const epochReportSchema = z.object(fields) satisfies z.ZodType<EpochReport>;

/**
 * The epochs of a metrics.jsonl; a last line that a kill cut off is left out. where: the file's name, for messages. Throws CheckpointError
 * naming line and field if another line is damaged.
 */
export function parseEpochs(text: string, where: string): EpochReport[] {
  return parseLines(text, where, { schema: epochReportSchema, line: 'report of an epoch', advice });
}
