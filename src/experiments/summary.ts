/**
 * Results of many runs brought together: a line for each data set, model, split and optimizer; differences from a chosen one, seed by
 * seed; and what each costs. Numbers only; words and tables are made elsewhere.
 */
import { groupBy, mean, median, sampleDeviation } from '../base/index.ts';
import { comparableName, holm, type PairedDifference, pairedDifference } from '../metrics/index.ts';
import { metrics } from '../tasks/index.ts';
import { type CellCoordinates, classical } from './cell.ts';
import type { RunResult } from './run-result.ts';

/** The optimizer that the others are compared with, where nothing else is asked for. */
export const usualReference = 'adam';

export interface SummaryLine extends CellCoordinates {
  /** `standardized rmse` of several quantities. */
  readonly metric: string;
  readonly isStandardized?: true | undefined;
  readonly direction: 'higher' | 'lower';
  readonly seeds: readonly number[];
  /** Test metric of each seed; null where it is undefined. */
  readonly values: readonly (number | null)[];
  /** Over the seeds where the metric is defined; null if there is none. */
  readonly mean: number | null;
  readonly deviation: number | null;
  /**
   * Whether no other line of the same data set and split, whatever its model, has a better mean. None is the best while they have
   * different seeds, or values of different seeds: an easy split would win.
   */
  readonly best: boolean;
}

export interface DifferenceLine extends CellCoordinates, PairedDifference {
  readonly metric: string;
  readonly baseline: string;
  /** Whether the mean difference is an improvement; null for none at all. */
  readonly improves: boolean | null;
  /** `probability` corrected by Holm for all comparisons of the table. */
  readonly corrected: number | null;
}

export interface EfficiencyLine extends CellCoordinates {
  readonly evaluationsPerUpdate: number;
  readonly cheapPerUpdate: number;
  /** Medians over the runs. */
  readonly moleculesPerSecond: number;
  readonly secondsPerEpoch: number;
  /** Time of an epoch over that of the base line; null where there is none. */
  readonly relativeTime: number | null;
}

export interface Summary {
  readonly lines: readonly SummaryLine[];
  readonly baseline: string | null;
  readonly differences: readonly DifferenceLine[];
  readonly efficiency: readonly EfficiencyLine[];
}

/**
 * baseline: label of the optimizer that the others are compared with, per data set, model and split; a classical model is compared with
 * nothing. Without it: adam, where it is there.
 */
export function summarize(results: readonly RunResult[], baseline?: string): Summary {
  const keyOf = ({ dataset, model, split, optimizer }: RunResult): string =>
    [dataset, split, model, optimizer].join('\0');
  const groups = [...groupBy(results, keyOf).values()];
  const reference = baseline ?? (results.some(({ optimizer }) => optimizer === usualReference) ? usualReference : null);
  return {
    lines: summaryLines(groups),
    baseline: reference,
    differences: reference === null ? [] : differenceLines(groups, reference),
    efficiency: efficiencyLines(groups, reference),
  };
}

function summaryLines(groups: readonly RunResult[][]): SummaryLine[] {
  const lines = groups.map((group) => {
    const values = group.map(({ test }) => test);
    const defined = values.filter((value) => value !== null);
    return {
      ...coordinatesOf(group),
      metric: metricOf(group),
      ...(group[0]!.isStandardized && { isStandardized: true as const }),
      direction: directionOf(group),
      seeds: group.map(({ seed }) => seed),
      values,
      mean: defined.length > 0 ? mean(defined) : null,
      deviation: sampleDeviation(defined),
    };
  });
  return lines.map((line) => {
    const rivals = lines.filter(({ dataset, split }) => dataset === line.dataset && split === line.split);
    const isBeaten = rivals.some((rival) => isBetter(rival.mean, line.mean, line.direction));
    const isComparable = rivals.every((rival) => haveSameSeeds(rival, line));
    return { ...line, best: line.mean !== null && isComparable && !isBeaten };
  });
}

/** Runs, and among them values that are defined; a line without any of these is no rival. */
function haveSameSeeds(left: SeedValues, right: SeedValues): boolean {
  return sameSeeds(left.seeds, right.seeds) && (left.mean === null || sameSeeds(definedOf(left), definedOf(right)));
}

type SeedValues = Pick<SummaryLine, 'seeds' | 'values' | 'mean'>;

function definedOf({ seeds, values }: SeedValues): number[] {
  return seeds.filter((_, index) => values[index] !== null);
}

function sameSeeds(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((seed) => right.includes(seed));
}

function differenceLines(groups: readonly RunResult[][], baseline: string): DifferenceLine[] {
  const lines = groups.flatMap((group) => {
    const placement = coordinatesOf(group);
    if (placement.optimizer === baseline || placement.model === classical) return [];
    const others = groups.find((other) => {
      const { dataset, model, split, optimizer } = other[0]!;
      return (
        optimizer === baseline &&
        dataset === placement.dataset &&
        model === placement.model &&
        split === placement.split
      );
    });
    const differences = group.flatMap(({ seed, test }) => {
      const other = others?.find((candidate) => candidate.seed === seed)?.test ?? null;
      return test === null || other === null ? [] : [test - other];
    });
    if (differences.length === 0) return [];
    const paired = pairedDifference(differences);
    const improves = paired.difference === 0 ? null : paired.difference > 0 === (directionOf(group) === 'higher');
    return [{ ...placement, metric: metricOf(group), baseline, ...paired, improves }];
  });
  const tested = lines.filter(({ probability }) => probability !== null);
  const corrected = holm(tested.map(({ probability }) => probability!));
  return lines.map((line) => ({ ...line, corrected: corrected[tested.indexOf(line)] ?? null }));
}

function efficiencyLines(groups: readonly RunResult[][], baseline: string | null): EfficiencyLine[] {
  const lines = groups.flatMap((group) => {
    const facts = group.flatMap(({ training }) => (training ? [training] : []));
    if (facts.length === 0) return [];
    return [
      {
        ...coordinatesOf(group),
        evaluationsPerUpdate: mean(facts.map(({ evaluationsPerUpdate }) => evaluationsPerUpdate.full)),
        cheapPerUpdate: mean(facts.map(({ evaluationsPerUpdate }) => evaluationsPerUpdate.cheap)),
        moleculesPerSecond: median(facts.map(({ moleculesPerSecond }) => moleculesPerSecond)),
        secondsPerEpoch: median(facts.map(({ secondsPerEpoch }) => secondsPerEpoch)),
      },
    ];
  });
  return lines.map((line) => {
    const base = lines.find(
      ({ dataset, model, split, optimizer }) =>
        optimizer === baseline && dataset === line.dataset && model === line.model && split === line.split,
    );
    return { ...line, relativeTime: base ? line.secondsPerEpoch / base.secondsPerEpoch : null };
  });
}

/** As tables call it. */
function metricOf([first]: readonly RunResult[]): string {
  return comparableName(first!.metric, first!.isStandardized);
}

function directionOf([first]: readonly RunResult[]): 'higher' | 'lower' {
  return metrics.find(({ name }) => name === first!.metric)?.direction ?? 'lower';
}

function isBetter(left: number | null, right: number | null, direction: 'higher' | 'lower'): boolean {
  if (left === null || right === null) return left !== null;
  return direction === 'higher' ? left > right : left < right;
}

function coordinatesOf([first]: readonly RunResult[]): CellCoordinates {
  const { dataset, model, optimizer, split } = first!;
  return { dataset, model, optimizer, split };
}
