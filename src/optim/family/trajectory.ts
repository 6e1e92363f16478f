/** What SAF and MESA share: the term that keeps outputs from moving quickly, and when it is on. */
import { z } from 'zod';
import { ConfigError } from '../../base/index.ts';
import type { EpochSpan } from '../definition.ts';
import type { Clock } from '../objective.ts';

export const trajectoryHyperparameters = (lambda: number) => ({
  lambda: z.number().min(0).default(lambda).describe('strength of the term'),
  tau: z.number().positive().default(5).describe('temperature that softens the outputs'),
  startEpoch: z.number().int().min(-1).default(5).describe('the term is on in epochs after this one'),
  endEpoch: z
    .number()
    .int()
    .positive()
    .optional()
    .describe('the term is on in epochs before this one (default: to the end)'),
});

export interface TrajectoryWindow {
  readonly startEpoch: number;
  readonly endEpoch?: number | undefined;
}

/** Throws ConfigError where the term is on in no epoch of any training. */
export function checkTrajectory({ startEpoch, endEpoch = Number.POSITIVE_INFINITY }: TrajectoryWindow): void {
  if (endEpoch > startEpoch + 1) return;
  throw new ConfigError({
    code: 'contradicting-settings',
    path: ['optimizer', 'hyperparameters', 'endEpoch'],
    what: `the term is on in epochs after ${startEpoch} and before ${endEpoch}: there is none`,
    advice: `Give at least ${startEpoch + 2}, or let it begin earlier.`,
  });
}

/** When the term is on, at the earliest from the epoch `begin` on. */
export function actsIn({ startEpoch, endEpoch }: TrajectoryWindow, begin: number): EpochSpan {
  const because = `startEpoch ${startEpoch}${endEpoch === undefined ? '' : `, endEpoch ${endEpoch}`}`;
  return { from: Math.max(startEpoch + 1, begin), until: endEpoch, because, advice: 'Let it begin earlier' };
}

/** startEpoch < epoch < endEpoch, both excluded as in the authors' code: `startEpoch: 5` begins in epoch 6. */
export function isActive(
  { epoch }: Clock,
  { startEpoch, endEpoch = Number.POSITIVE_INFINITY }: TrajectoryWindow,
): boolean {
  return startEpoch < epoch && epoch < endEpoch;
}
