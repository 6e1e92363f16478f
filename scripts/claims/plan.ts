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
    /** Settings of each group, one of which is chosen by validation on seeds that no claim is judged on. */
    tuning: z
      .strictObject({
        cell: z.string(),
        seeds: z.array(z.int().min(100)).min(1),
        groups: z.record(z.string(), z.array(z.string()).min(2)),
      })
      .optional(),
  })
  .superRefine(({ cells, arms, claims, tuning }, context) => {
    const tuned = Object.values(tuning?.groups ?? {}).flat();
    const unknownNames = [
      ...tuned.filter((name) => !(name in arms)),
      ...(tuning && !(tuning.cell in cells) ? [tuning.cell] : []),
    ];
    if (unknownNames.length > 0) context.addIssue(`tuning: unknown ${unknownNames.join(', ')}`);
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

/** What claims and tuning need, each once. */
export function plannedRuns(plan: Plan): PlannedRun[] {
  const runs = [...tuningRuns(plan), ...claimRuns(plan)];
  return [...new Map(runs.map((run) => [keyOf(run), run])).values()];
}

/** Seed by seed, so that every setting has had the same number when a driver is stopped. */
export function tuningRuns({ tuning }: Plan): PlannedRun[] {
  if (!tuning) return [];
  const { cell, seeds, groups } = tuning;
  return seeds.flatMap((seed) => Object.values(groups).flatMap((arms) => arms.map((arm) => ({ arm, cell, seed }))));
}

/** Seed by seed, both arms one after the other. */
export function claimRuns({ claims }: Plan): PlannedRun[] {
  return Object.values(claims).flatMap(({ arm, against, cells, seeds }) =>
    cells.flatMap((cell) => seeds.flatMap((seed) => [against, arm].map((name) => ({ arm: name, cell, seed })))),
  );
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
