/** Finished trainings of a plan, one small JSON file each. */
import { join } from 'node:path';
import { z } from 'zod';
import { CheckpointError } from '../../src/base/index.ts';
import { checkShape } from '../../src/config/index.ts';
import { readRecordFiles } from '../shared/record-files.ts';
import { type FixedPlan, keyOf } from './plan.ts';

/** Null where a metric is not defined, for instance on a part with one class only. */
const metricValues = z.record(z.string(), z.number().nullable()).readonly();

const recordSchema = z
  .strictObject({
    arm: z.string(),
    cell: z.string(),
    seed: z.int(),
    /** Checksum of the plan. */
    plan: z.string(),
    status: z.enum(['finished', 'failed']),
    error: z.string().optional(),
    /** By name, of the best validation epoch; null without such a part. */
    test: metricValues.nullish(),
    validation: metricValues.nullish(),
    epochs: z.int().optional(),
    bestEpoch: z.int().optional(),
    cpuSeconds: z.number().optional(),
    /** The last commit that changed what a training computes. */
    code: z.string(),
  })
  .readonly();

export type ClaimRecord = z.output<typeof recordSchema>;
export type Records = ReadonlyMap<string, ClaimRecord>;

/**
 * Throws ConfigError or CheckpointError, naming the file, for what is no run, another run than its name says, or one of another version of the
 * plan.
 */
export async function readRecords(folder: string, plan: FixedPlan): Promise<Records> {
  const found = await readRecordFiles<unknown>(folder);
  const records = new Map([...found].map(([key, content]) => [key, recordIn(content, key, folder)]));
  requireSamePlan([...records.values()], plan, folder);
  return records;
}

/** A file that was copied or renamed would be counted as a run that was never made. */
function recordIn(content: unknown, key: string, folder: string): ClaimRecord {
  const where = join(folder, `${key}.json`);
  const record = checkShape(recordSchema, content, where);
  if (keyOf(record) === key) return record;
  throw new CheckpointError({
    code: 'other-run',
    what: `the file holds the run ${keyOf(record)}`,
    where,
    advice: 'Restore the file, or delete it and compute the run again.',
  });
}

export function requireSamePlan(records: readonly ClaimRecord[], { checksum }: FixedPlan, folder: string): void {
  const others = records.filter(({ plan }) => plan !== checksum);
  if (others.length === 0) return;
  throw new CheckpointError({
    code: 'other-run',
    what:
      `The plan was changed after its first run: ${others.length} of ${records.length} runs are of another version of the file, ` +
      `${keyOf(others[0]!)} for one`,
    where: folder,
    advice: 'Restore the file, or delete the runs and start again.',
  });
}
