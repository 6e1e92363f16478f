/**
 * Successive halving: which trainings each round wants, and who goes on to the next.
 *
 * A round is decided when all its trainings are there; until then the search knows nothing beyond it.
 */
import { mean, populationDeviation } from '../../src/base/index.ts';
import type { Search } from './candidates.ts';
import { isHigherBetter, keyOf, type RunRecord, type WantedRun } from './records.ts';

export type Records = ReadonlyMap<string, RunRecord>;

export interface RoundState {
  /** 1 for the first round. */
  readonly number: number;
  /** Best first where the round is decided. */
  readonly candidates: readonly string[];
  readonly wanted: readonly WantedRun[];
  readonly missing: readonly WantedRun[];
  /** Of each candidate, once nothing is missing. */
  readonly scores?: ReadonlyMap<string, number>;
}

/** All rounds up to and with the first that is not decided yet. */
export function roundStates({ candidates, references, rounds }: Search, records: Records): RoundState[] {
  const states: RoundState[] = [];
  const played: WantedRun[] = [];
  let contenders = Object.keys(candidates);
  for (const [index, { keep, cells, seeds }] of rounds.entries()) {
    if (keep !== undefined) contenders = firstAndReferences(contenders, keep, references);
    const wanted = seeds.flatMap((seed) =>
      cells.flatMap((cell) => contenders.map((candidate) => ({ candidate, ...tableAndSplit(cell), seed }))),
    );
    played.push(...wanted);
    const missing = wanted.filter((run) => !records.has(keyOf(run)));
    const scores = missing.length > 0 ? undefined : scoresOf(contenders, played, records);
    if (scores) contenders = contenders.toSorted((a, b) => scores.get(b)! - scores.get(a)!);
    states.push({ number: index + 1, candidates: contenders, wanted, missing, ...(scores && { scores }) });
    if (!scores) break;
  }
  return states;
}

function firstAndReferences(ranked: readonly string[], keep: number, references: readonly string[]): string[] {
  const others = ranked.filter((name) => !references.includes(name)).slice(0, keep);
  return ranked.filter((name) => references.includes(name) || others.includes(name));
}

function tableAndSplit(cell: string): { dataset: string; split: string } {
  const [dataset, split] = cell.split(' ') as [string, string];
  return { dataset, split };
}

/** Mean over tables and splits of the standardized validation metric; -Infinity for candidates with a failed training. */
function scoresOf(contenders: readonly string[], played: readonly WantedRun[], records: Records): Map<string, number> {
  const cells = [...new Set(played.map(cellOf))];
  const standardized = cells.map((cell) => standardize(contenders.map((name) => meanIn(cell, name, played, records))));
  return new Map(contenders.map((name, at) => [name, mean(standardized.map((values) => values[at]!))]));
}

export const cellOf = ({ dataset, split }: WantedRun): string => `${dataset} ${split}`;

/** Validation metric, turned so that larger is better, of one candidate in one cell, over its seeds. */
function meanIn(cell: string, name: string, played: readonly WantedRun[], records: Records): number {
  const runs = played.filter((run) => run.candidate === name && cellOf(run) === cell);
  return mean(runs.map((run) => goodness(records.get(keyOf(run))!)));
}

function goodness({ status, metric, validation }: RunRecord): number {
  if (status === 'failed' || validation === undefined) return Number.NEGATIVE_INFINITY;
  return isHigherBetter(metric) ? validation : -validation;
}

function standardize(values: readonly number[]): number[] {
  const finite = values.filter(Number.isFinite);
  const center = mean(finite);
  const deviation = populationDeviation(finite) || 1;
  return values.map((value) => (value - center) / deviation);
}
