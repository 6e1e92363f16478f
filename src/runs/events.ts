/** What a training tells while it runs. Plain data: events cross threads. Epochs and steps count from 1 here, as users do. */

import type { MetricValues } from '../metrics/index.ts';
import type { StepReport } from '../optim/index.ts';
import type { EpochSummary } from './epoch-statistics.ts';

/** One line of metrics.jsonl. */
export interface EpochReport extends EpochSummary {
  /** From 1. */
  readonly epoch: number;
  /** Metrics of the validation part, on original units; null without validation rows. */
  readonly validation: MetricValues | null;
  /** The same of the weights that are not averaged, where averaged weights are judged (`emaDecay`). */
  readonly rawValidation?: MetricValues | undefined;
  /** The same of some training rows, if they are watched (pre-training). */
  readonly training?: MetricValues | undefined;
  /** Whether this epoch is the best so far by the tracked metric. */
  readonly best: boolean;
  /** Wall time of steps and validation. */
  readonly seconds: number;
  /** Training molecules a second of step time. */
  readonly moleculesPerSecond: number;
}

export type TrainingEvent =
  | {
      readonly kind: 'start';
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      /** Epochs in a row without improvement after which it ends. */
      readonly patience?: number;
      readonly resumedAt?: Position;
    }
  | {
      readonly kind: 'step';
      readonly at: Position;
      /** Mean of this epoch's losses so far; null before the first update. */
      readonly loss: number | null;
      readonly learningRate: number;
      /** Estimate for the rest of the training; undefined before there is anything to estimate from. */
      readonly secondsLeft: number | undefined;
      /** What the optimizer says of this step. */
      readonly report: StepReport;
      /** Rows of its batch, and how long it took. */
      readonly molecules: number;
      readonly seconds: number;
    }
  | { readonly kind: 'epoch'; readonly report: EpochReport }
  /** It ends after this epoch, from 1, since another would not end in time; if it is the last one, within it. */
  | { readonly kind: 'time-up'; readonly epoch: number; readonly epochs: number }
  /** It ends after this epoch: so many in a row were no better than the best one. */
  | { readonly kind: 'stopped-early'; readonly epoch: number; readonly patience: number }
  | { readonly kind: 'warning'; readonly message: string };

export interface Position {
  /** From 1. */
  readonly epoch: number;
  /** Steps done in this epoch. */
  readonly step: number;
}
