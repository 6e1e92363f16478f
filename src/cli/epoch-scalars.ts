/** What TensorBoard and MLflow get of an epoch. */
import type { EpochReport } from '../runs/index.ts';

/** Numbers by their tag; those that are not defined are left out. */
export function epochScalars({ trainLoss, validation, moleculesPerSecond }: EpochReport): Record<string, number> {
  const judged = Object.entries(validation ?? {}).map(([name, { mean }]) => [`validation/${name}`, mean] as const);
  return definedScalars({
    'loss/training': trainLoss,
    ...Object.fromEntries(judged),
    'speed/molecules_per_second': moleculesPerSecond,
  });
}

export function definedScalars(values: Readonly<Record<string, number | null>>): Record<string, number> {
  const defined = ([, value]: [string, number | null]): boolean => value !== null && Number.isFinite(value);
  return Object.fromEntries(Object.entries(values).filter(defined)) as Record<string, number>;
}
