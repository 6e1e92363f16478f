/** Finished trainings of a plan, one small JSON file each. */
import { readRecordFiles } from '../shared/record-files.ts';
import { type FixedPlan, keyOf, type PlannedRun } from './plan.ts';

export interface ClaimRecord extends PlannedRun {
  /** Checksum of the plan. */
  readonly plan: string;
  readonly status: 'finished' | 'failed';
  readonly error?: string;
  /** By name, of the best validation epoch. */
  readonly test?: Readonly<Record<string, number>>;
  readonly validation?: Readonly<Record<string, number>>;
  readonly epochs?: number;
  readonly bestEpoch?: number;
  readonly cpuSeconds?: number;
  /** The last commit that changed what a training computes. */
  readonly code: string;
}

export type Records = ReadonlyMap<string, ClaimRecord>;

/** Throws if a run is of another version of the plan. */
export async function readRecords(folder: string, plan: FixedPlan): Promise<Records> {
  const records = await readRecordFiles<ClaimRecord>(folder);
  requireSamePlan([...records.values()], plan);
  return records;
}

export function requireSamePlan(records: readonly ClaimRecord[], { checksum }: FixedPlan): void {
  const others = records.filter(({ plan }) => plan !== checksum);
  if (others.length === 0) return;
  throw new Error(
    `The plan was changed after its first run: ${others.length} of ${records.length} runs are of another version of the file, ` +
      `${keyOf(others[0]!)} for one. Restore the file, or delete the runs and start again.`,
  );
}
