/**
 * What is to be compared, fixed before the runs: a file that names arms, tables, seeds, metric and correction. Its checksum is in every
 * run file, so a plan that changed after its first run is found out.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

/** Of graphsam train, without the dashes. */
const options = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const cellSchema = z.strictObject({
  /** The primary one. */
  metric: z.string(),
  /** Beside the common ones. */
  options: options.default({}),
  /** Of single arms in this cell. */
  arms: z.record(z.string(), options).default({}),
});

const planSchema = z
  .strictObject({
    title: z.string(),
    /** Probability, corrected, below which a difference counts. */
    level: z.number().positive().lt(1),
    /** Over all comparisons of the file. */
    correction: z.literal('holm'),
    /** What every training is given. */
    common: options,
    /** By table and split, `esol random`. */
    cells: z.record(z.string().regex(/^\w+ \w+$/), cellSchema),
    arms: z.record(z.string(), options),
    claims: z.record(
      z.string(),
      z.strictObject({
        says: z.string(),
        arm: z.string(),
        against: z.string(),
        cells: z.array(z.string()).min(1),
        seeds: z.array(z.int().min(0)).min(2),
        /** In how many of the cells the arm has to be better. */
        needed: z.int().positive(),
      }),
    ),
  })
  .superRefine(({ cells, arms, claims }, context) => {
    for (const [name, { arm, against, cells: own, needed }] of Object.entries(claims)) {
      const unknown = [...[arm, against].filter((key) => !(key in arms)), ...own.filter((key) => !(key in cells))];
      if (unknown.length > 0) context.addIssue(`claims.${name}: unknown ${unknown.join(', ')}`);
      if (needed > own.length) context.addIssue(`claims.${name}: needs ${needed} of ${own.length} cells`);
    }
  });

export type Plan = z.output<typeof planSchema>;
export type Claim = Plan['claims'][string];

export interface FixedPlan extends Plan {
  /** SHA-256 of the file. */
  readonly checksum: string;
}

export async function readPlan(path: string): Promise<FixedPlan> {
  return parsePlan(await readFile(path, 'utf8'));
}

export function parsePlan(text: string): FixedPlan {
  return { ...planSchema.parse(parse(text)), checksum: createHash('sha256').update(text).digest('hex') };
}

/** A training that some claim needs. */
export interface PlannedRun {
  readonly arm: string;
  readonly cell: string;
  /** Of the split, of the initial weights and of the order of the molecules. */
  readonly seed: number;
}

export const keyOf = ({ arm, cell, seed }: PlannedRun): string => `${arm}-${cell.replace(' ', '-')}-seed${seed}`;

/** Each once, both arms of a seed one after the other. */
export function plannedRuns({ claims }: Plan): PlannedRun[] {
  const runs = Object.values(claims).flatMap(({ arm, against, cells, seeds }) =>
    cells.flatMap((cell) => seeds.flatMap((seed) => [against, arm].map((name) => ({ arm: name, cell, seed })))),
  );
  return [...new Map(runs.map((run) => [keyOf(run), run])).values()];
}

/** What the command line is given for a training. */
export function trainArguments({ arm, cell, seed }: PlannedRun, plan: Plan, dataFolder: string): string[] {
  const [table, split] = cell.split(' ');
  const place = { split, 'data-seed': seed, seed };
  const { options: ofCell, arms } = plan.cells[cell]!;
  const given = { ...plan.common, ...ofCell, ...plan.arms[arm], ...arms[arm], ...place };
  const flags = Object.entries(given).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return ['train', `${dataFolder}/${table}.csv`, ...flags, '--json', '--no-report', '--no-baseline'];
}
