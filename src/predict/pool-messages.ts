/** What passes between a pool of predictors and its threads. */
import type { TransferredError } from '../platform/index.ts';
import type { LoadPredictorOptions, Structure, StructurePrediction } from './predictor.ts';

export interface PoolSetup {
  /** Module that exports `loadPredictor`. */
  readonly moduleUrl: string;
  /** Shared by all threads. */
  readonly model: SharedArrayBuffer;
  readonly options: LoadPredictorOptions;
}

export interface PoolQuestion {
  readonly id: number;
  readonly structures: readonly Structure[];
}

export type PoolAnswer =
  | { readonly kind: 'ready'; readonly warnings: readonly string[] }
  | { readonly kind: 'not ready'; readonly error: TransferredError }
  | { readonly kind: 'predictions'; readonly id: number; readonly predictions: StructurePrediction[] }
  | { readonly kind: 'failed'; readonly id: number; readonly error: TransferredError };
