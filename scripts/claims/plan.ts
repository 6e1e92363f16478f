/**
 * What is to be compared, fixed before the runs: a file that names arms, tables, seeds, metric and correction. Its checksum is in every
 * run file, so a plan that changed after its first run is found out.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError } from '../../src/base/index.ts';
import { readYaml } from '../../src/config/index.node.ts';
import { checkShape } from '../../src/config/index.ts';
import { firstTuningSeed, type PlanProblem, planProblems } from './plan-problems.ts';

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

const planSchema = z.strictObject({
  title: z.string(),
  /** Probability, corrected, below which a difference counts. */
  level: z.number().positive().lt(1),
  /** Over all comparisons of the file. */
  correction: z.literal('holm'),
  /** What every training is given. */
  common: options,
  /** By table and split, `esol random`. */
  cells: z.record(z.string(), cellSchema),
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
      seeds: z.array(z.int().min(firstTuningSeed)).min(1),
      groups: z.record(z.string(), z.array(z.string()).min(2)),
    })
    .optional(),
});

export type Plan = z.output<typeof planSchema>;
export type Options = z.output<typeof options>;
export type Claim = Plan['claims'][string];

export interface FixedPlan extends Plan {
  /** SHA-256 of the file. */
  readonly checksum: string;
}

/** Throws ConfigError, naming file and line, for what is no plan or one that cannot be right. */
export async function readPlan(path: string): Promise<FixedPlan> {
  if (folderOf(path) === path) throw noPlan(path, 'the name of a plan ends in .yaml');
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw noPlan(path, `the plan cannot be read (${cause.code})`);
  });
  return parsePlan(text, path);
}

/** Of the runs of a plan. */
export const folderOf = (path: string): string => path.replace(/\.ya?ml$/, '');

function noPlan(where: string, what: string): ConfigError {
  return new ConfigError({ code: 'cannot-read', what, where, advice: 'For instance results/claims.yaml.' });
}

/** where: the file's name. Throws as readPlan. */
export function parsePlan(text: string, where: string): FixedPlan {
  const { content, lineOf } = readYaml(text, where);
  const plan = checkShape(planSchema, content, where, { locationOf: lineOf });
  requireSound(planProblems(plan), where, lineOf);
  return { ...plan, checksum: createHash('sha256').update(text).digest('hex') };
}

function requireSound(
  problems: readonly PlanProblem[],
  where: string,
  lineOf: (path: readonly string[]) => string | undefined,
): void {
  const [first] = problems;
  if (!first) return;
  const listed = problems.map(({ path, what }) => `${path.join('.')}: ${what}`);
  throw new ConfigError({
    code: 'invalid-configuration',
    path: first.path,
    what: listed.join('; '),
    where: [where, lineOf(first.path)].filter(Boolean).join(', '),
  });
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
  const place = { split: split!, 'data-seed': seed, seed };
  const { options: ofCell, arms } = plan.cells[cell]!;
  const given = { ...plan.common, ...ofCell, ...plan.arms[arm], ...arms[arm], ...place };
  return ['train', `${dataFolder}/${table}.csv`, ...optionArguments(given), '--json', '--no-report', '--no-baseline'];
}

export function optionArguments(options: Options): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}
