/** What cannot be right in a plan although it has the form of one. After the first run nothing could be repaired. */
import { unknownName } from '../../src/base/index.ts';
import { metrics } from '../../src/tasks/index.ts';
import type { Claim, Plan } from './plan.ts';

/** What is wrong, and where the plan has it. */
export interface PlanProblem {
  readonly path: readonly [string, ...string[]];
  readonly what: string;
}

/** Seeds from here on are for tuning, those below for claims. */
export const firstTuningSeed = 100;

export function planProblems(plan: Plan): PlanProblem[] {
  return [
    ...Object.keys(plan.arms).flatMap(armProblems),
    ...Object.keys(plan.cells).flatMap((name) => cellProblems(name, plan)),
    ...Object.entries(plan.claims).flatMap(([name, claim]) => claimProblems(name, claim, plan)),
    ...tuningProblems(plan),
  ];
}

/** The names are parts of names of files. */
function armProblems(name: string): PlanProblem[] {
  if (/^[\w.-]+$/.test(name)) return [];
  return [{ path: ['arms', name], what: 'expected a name of letters, digits, dots and dashes' }];
}

function cellProblems(name: string, { cells, arms }: Plan): PlanProblem[] {
  const { metric, arms: own } = cells[name]!;
  const path = ['cells', name] as const;
  const isNamed = /^\w+ \w+$/.test(name);
  return [
    ...(isNamed ? [] : [{ path, what: 'expected a table and a split, for instance esol random' }]),
    ...metricProblems(metric).map((what) => ({ path: [...path, 'metric'] as const, what })),
    ...unknownIn(Object.keys(own), arms).map((what) => ({ path: [...path, 'arms'] as const, what })),
  ];
}

/** Runs have the values of metrics under their own names, not under their aliases. */
function metricProblems(name: string): string[] {
  const known = metrics.map((metric) => metric.name);
  return known.includes(name) ? [] : [unknownName('metric', name, known).message];
}

function claimProblems(name: string, claim: Claim, { cells, arms }: Plan): PlanProblem[] {
  const { arm, against, seeds, needed } = claim;
  const forTuning = seeds.filter((seed) => seed >= firstTuningSeed);
  const found = [
    ...unknownIn([arm, against], arms),
    ...unknownIn(claim.cells, cells),
    ...(arm === against ? [`${arm} is compared with itself`] : []),
    ...repeatedIn('cell', claim.cells),
    ...repeatedIn('seed', seeds),
    ...forTuning.map((seed) => `seed ${seed} is for tuning; claims have seeds below ${firstTuningSeed}`),
    ...(needed > claim.cells.length ? [`needs ${needed} of ${claim.cells.length} cells`] : []),
  ];
  return found.map((what) => ({ path: ['claims', name], what }));
}

function tuningProblems({ tuning, arms, cells }: Plan): PlanProblem[] {
  if (!tuning) return [];
  const found = [
    ...unknownIn([tuning.cell], cells),
    ...repeatedIn('seed', tuning.seeds),
    ...Object.values(tuning.groups).flatMap((group) => [...unknownIn(group, arms), ...repeatedIn('setting', group)]),
  ];
  return found.map((what) => ({ path: ['tuning'], what }));
}

function unknownIn(names: readonly string[], known: object): string[] {
  return names.filter((name) => !Object.hasOwn(known, name)).map((name) => `unknown ${name}`);
}

/** A run that is counted twice would be evidence that is not there. */
function repeatedIn(kind: string, values: readonly (string | number)[]): string[] {
  const repeated = values.filter((value, index) => values.indexOf(value) < index);
  return [...new Set(repeated)].map((value) => `${kind} ${value} is given twice`);
}
