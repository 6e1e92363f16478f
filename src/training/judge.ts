/** How weights are judged after an epoch: by metrics of their predictions, or by a session's own measures. */
import type { Vector } from '../base/index.ts';
import { type Metric, Predictions } from '../metrics/index.ts';
import { evaluateRows, type RowsEvaluation } from './evaluate.ts';
import type { TrainingOptions } from './training-options.ts';

export interface Judge {
  /** Chooses the best epoch. */
  readonly tracked: Pick<Metric, 'name' | 'direction'>;
  /** beforeChunk may throw to stop in between. Measures come without predictions. */
  evaluate(weights: Vector, rows: readonly number[], beforeChunk: () => void | Promise<void>): Promise<RowsEvaluation>;
}

export function judgeOf(options: Pick<TrainingOptions, 'session' | 'metrics' | 'data'>): Judge {
  const { session, metrics, data } = options;
  if ('measure' in session) {
    return {
      tracked: session.tracked,
      evaluate: async (weights, rows, beforeChunk) => ({
        metrics: await session.measure(weights, rows, beforeChunk),
        predictions: Predictions.none(),
      }),
    };
  }
  return {
    tracked: metrics![0],
    evaluate: (weights, rows, beforeChunk) => evaluateRows(session, weights, rows, data, metrics!, beforeChunk),
  };
}
