/** Runs that differ in the seed of their training alone, together: mean and spread of their test metric. */
import {
  type Difference,
  type FoundMetric,
  groupBy,
  mean,
  pairedDifference,
  type SavedRun,
  sampleDeviation,
} from '../../engine/protocol.ts';

export interface SeedGroup {
  readonly experiment: string;
  /** By seed, ascending; of two runs with one seed the newer. */
  readonly runs: readonly SeededRun[];
  readonly metric: Omit<FoundMetric, 'value'>;
  readonly mean: number;
  /** Standard deviation over the seeds, n - 1. */
  readonly deviation: number;
  readonly lowest: number;
  readonly highest: number;
}

interface SeededRun {
  readonly saved: SavedRun;
  readonly seed: number;
  readonly value: number;
}

/** Groups of at least two seeds, in the order of their newest runs. */
export function seedGroups(all: readonly SavedRun[]): SeedGroup[] {
  const judged = all.filter(({ found }) => found?.metric);
  const byExperiment = groupBy(judged, ({ found }) => found!.experiment);
  return [...byExperiment].flatMap(([experiment, members]) => {
    const newest = new Map<number, SeededRun>();
    for (const saved of members.toSorted((a, b) => a.created - b.created)) {
      const { seed } = saved.config.training;
      newest.set(seed, { saved, seed, value: saved.found!.metric!.value });
    }
    const runs = [...newest.values()].sort((a, b) => a.seed - b.seed);
    if (runs.length < 2) return [];
    const { value: _value, ...metric } = members[0].found!.metric!;
    const values = runs.map(({ value }) => value);
    return [
      {
        experiment,
        runs,
        metric,
        mean: mean(values),
        deviation: sampleDeviation(values)!,
        lowest: Math.min(...values),
        highest: Math.max(...values),
      },
    ];
  });
}

/** Mean difference of two groups over the seeds that both have, with the 95 % interval of a paired t test; undefined below two of them. */
export function groupDifference(
  first: SeedGroup,
  second: SeedGroup,
): (Difference & { readonly seeds: number }) | undefined {
  if (first.metric.name !== second.metric.name) return undefined;
  const others = new Map(second.runs.map(({ seed, value }) => [seed, value]));
  const differences = first.runs.flatMap(({ seed, value }) => {
    const other = others.get(seed);
    return other === undefined ? [] : [value - other];
  });
  if (differences.length < 2) return undefined;
  const { difference, interval } = pairedDifference(differences);
  return { value: difference, interval: interval ?? undefined, seeds: differences.length };
}
