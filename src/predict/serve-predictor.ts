/** The thread's side of predictor-pool.node.ts: opens one model, then answers lists of structures. */
import { RunError } from '../base/index.ts';
import type { OpenPredictor, OpenPredictorOptions, Predictor, Structure, StructurePrediction } from './predictor.ts';

export interface ServedPredictor {
  /** Called once, before anything is predicted; returns the warnings of the model. model: shared by all threads. */
  open(input: {
    readonly model: SharedArrayBuffer;
    readonly options: OpenPredictorOptions;
  }): Promise<readonly string[]>;
  predict(structures: readonly Structure[]): Promise<StructurePrediction[]>;
}

export function servePredictor(load: OpenPredictor): ServedPredictor {
  let predictor: Predictor | undefined;
  return {
    open: async ({ model, options }) => {
      predictor = await load(new Uint8Array(model).slice(), options);
      return predictor.warnings ?? [];
    },
    predict: async (structures) => {
      if (!predictor)
        throw new RunError({ code: 'computation-released', what: 'no model has been opened in this thread' });
      return predictor.predict(structures);
    },
  };
}
