/** What a training by quality or within a limit of time tells, beside what the training itself does. */
import type { RunEvent, TrainConfig } from '../../runs/index.ts';
import type { RunHooks } from '../../training/index.node.ts';
import type { Trial } from '../trial.ts';
import type { BeginningEvent } from './begin-from-encoder.node.ts';
import type { Plan, Rate, Wanted } from './plan.ts';

export type QualityEvent =
  | RunEvent
  /** The first steps are being measured. */
  | { readonly kind: 'measuring' }
  | {
      readonly kind: 'plan';
      readonly wanted: Wanted;
      readonly plan: Plan;
      readonly rate: Rate;
      readonly limitSeconds: number | undefined;
    }
  | BeginningEvent
  | {
      readonly kind: 'search';
      readonly folder: string;
      readonly trials: number;
      /** Of each trial: one a split. */
      readonly trainings: number;
      readonly jobs: number;
      readonly rungs: readonly number[];
      readonly searched: readonly string[];
    }
  | { readonly kind: 'trial'; readonly trial: Trial; readonly epochs: number; readonly trials: number }
  | {
      readonly kind: 'searched';
      /** Undefined: no trial has come to a value, and the settings stay. */
      readonly best: Trial | undefined;
      readonly counts: string;
      readonly isTimeUp: boolean;
      readonly config: TrainConfig;
    };

export interface QualityHooks extends Omit<RunHooks, 'onEvent'> {
  readonly onEvent: (event: QualityEvent) => void;
}
