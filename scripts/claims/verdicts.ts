/**
 * Verdicts of a plan from its raw runs: paired differences by seed, intervals, and probabilities corrected for all comparisons that
 * were planned. A comparison with missing runs counts as one without evidence, so that verdicts do not depend on what was run first.
 */
import { holm, type PairedDifference, pairedDifference } from '../../src/metrics/index.ts';
import { metrics } from '../../src/tasks/index.ts';
import { type Claim, keyOf, type Plan, type PlannedRun } from './plan.ts';
import type { Records } from './records.ts';

type Verdict = 'better' | 'worse' | 'undecided' | 'missing' | 'failed';

export interface Comparison {
  readonly claim: string;
  readonly cell: string;
  readonly metric: string;
  readonly missing: number;
  /** arm - against, turned so that an improvement is above 0; undefined until all runs are there. */
  readonly paired: PairedDifference | undefined;
  readonly corrected: number;
  /** What the corrected probability cannot fall below, however the missing comparisons come out. */
  readonly atLeast: number;
  readonly verdict: Verdict;
}

export interface ClaimVerdict {
  readonly name: string;
  readonly says: string;
  /** holds: better in as many cells as it needs; fails: it cannot reach them any more. */
  readonly verdict: 'holds' | 'fails' | 'open';
}

export function compareAll(plan: Plan, records: Records): Comparison[] {
  const found = Object.entries(plan.claims).flatMap(([name, claim]) =>
    claim.cells.map((cell) => compare({ name, claim, cell }, plan, records)),
  );
  const correctedWith = (missing: number): number[] => holm(found.map(({ paired }) => paired?.probability ?? missing));
  const corrected = correctedWith(1);
  const atLeast = correctedWith(0);
  return found.map((comparison, index) => {
    const verdict = verdictOf(comparison, corrected[index]!, plan.level);
    return { ...comparison, corrected: corrected[index]!, atLeast: atLeast[index]!, verdict };
  });
}

type Uncorrected = Omit<Comparison, 'corrected' | 'atLeast' | 'verdict'> & { readonly hasFailed: boolean };

function compare(
  { name, claim, cell }: { name: string; claim: Claim; cell: string },
  plan: Plan,
  records: Records,
): Uncorrected {
  const { metric } = plan.cells[cell]!;
  const sign = metrics.find((candidate) => candidate.name === metric)?.direction === 'lower' ? -1 : 1;
  const of = (arm: string, seed: number) => records.get(keyOf({ arm, cell, seed }));
  const pairs = claim.seeds.map((seed) => [of(claim.arm, seed), of(claim.against, seed)] as const);
  const missing = pairs.flat().filter((record) => record === undefined).length;
  // Also a training that finished with a metric that is not defined, null, as where a part has one class only.
  const hasFailed = pairs.flat().some((record) => record && typeof record.test?.[metric] !== 'number');
  const isComplete = missing === 0 && !hasFailed;
  const differences = isComplete
    ? pairs.map(([arm, other]) => sign * (arm!.test![metric]! - other!.test![metric]!))
    : [];
  return {
    claim: name,
    cell,
    metric,
    missing,
    hasFailed,
    paired: isComplete ? pairedDifference(differences) : undefined,
  };
}

function verdictOf({ paired, hasFailed }: Uncorrected, corrected: number, level: number): Verdict {
  if (hasFailed) return 'failed';
  if (!paired) return 'missing';
  if (corrected >= level) return 'undecided';
  return paired.difference > 0 ? 'better' : 'worse';
}

export function claimVerdicts({ claims, level }: Plan, comparisons: readonly Comparison[]): ClaimVerdict[] {
  const canBeBetter = ({ verdict, paired, atLeast }: Comparison): boolean => {
    if (verdict === 'better' || verdict === 'missing') return true;
    return paired !== undefined && paired.difference > 0 && atLeast < level;
  };
  return Object.entries(claims).map(([name, { says, needed }]) => {
    const own = comparisons.filter(({ claim }) => claim === name);
    const better = own.filter(({ verdict }) => verdict === 'better').length;
    const possible = own.filter(canBeBetter).length;
    return { name, says, verdict: better >= needed ? 'holds' : possible < needed ? 'fails' : 'open' };
  });
}

export const missingRuns = (planned: readonly PlannedRun[], records: Records): PlannedRun[] =>
  planned.filter((run) => !records.has(keyOf(run)));
