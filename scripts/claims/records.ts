/** Finished trainings of a plan, one small JSON file each. */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
  await mkdir(folder, { recursive: true });
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const records = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ClaimRecord),
  );
  requireSamePlan(records, plan);
  return new Map(records.map((record) => [keyOf(record), record]));
}

export function requireSamePlan(records: readonly ClaimRecord[], { checksum }: FixedPlan): void {
  const others = records.filter(({ plan }) => plan !== checksum);
  if (others.length === 0) return;
  throw new Error(
    `The plan was changed after its first run: ${others.length} of ${records.length} runs are of another version of the file, ` +
      `${keyOf(others[0]!)} for one. Restore the file, or delete the runs and start again.`,
  );
}

/** Whole or not at all: a driver that is stopped meanwhile leaves no half record. */
export async function writeRecord(folder: string, record: ClaimRecord): Promise<void> {
  const path = join(folder, `${keyOf(record)}.json`);
  await writeFile(`${path}.part`, `${JSON.stringify(record, null, 2)}\n`);
  await rename(`${path}.part`, path);
}
