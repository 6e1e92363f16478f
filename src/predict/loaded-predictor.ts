/** A model for programs: structures in, one plain object a molecule out, all at once or as they come. */
import type { ModelCard } from '../runs/index.ts';
import type { ModelPredictor } from './model-predictor.ts';
import { fieldValues, type PredictedField, predictedFields } from './predicted-fields.ts';
import {
  type MoleculePrediction,
  PredictionStream,
  type PredictOptions,
  type Structures,
} from './prediction-stream.ts';

export interface LoadedPredictor {
  /** What the model says of itself: targets, settings, training. */
  readonly card: ModelCard;
  /** What it answers for a molecule, by name. */
  readonly fields: readonly PredictedField[];
  /** What a user should know before trusting it. */
  readonly warnings: readonly string[];
  /**
   * The same numbers as `graphsam predict`. Await it for all predictions, in order, or read it with `for await`, which computes 64
   * molecules at a time as they are read. A structure that cannot be predicted gets a reason instead of values.
   * Rejects with DataError where the model wants features of a file and a structure brings none, or with the signal's reason.
   */
  predict(structures: Structures, options?: PredictOptions): PredictionStream;
  /** Frees the model; it cannot predict afterwards. */
  release(): Promise<void>;
}

export function loadedPredictor(predictor: ModelPredictor): LoadedPredictor {
  const { card, targets, warnings } = predictor;
  const fields = predictedFields(targets);
  return {
    card,
    fields,
    warnings,
    predict(structures, options) {
      const predictChunk = async (chunk: Parameters<typeof predictor.predict>[0]): Promise<MoleculePrediction[]> => {
        const predictions = await predictor.predict(chunk);
        return chunk.map((structure, index): MoleculePrediction => {
          const prediction = predictions[index]!;
          const given = typeof structure === 'string' ? structure : structure.smiles;
          const smiles = given ?? prediction.smiles ?? '';
          const { reason = 'no values' } = prediction;
          if (!prediction.values) return { smiles, reason };
          const values = fieldValues(prediction, targets);
          const known = fields.flatMap(({ name }, at) =>
            values[at] === undefined ? [] : [[name, values[at]] as const],
          );
          return { smiles, values: Object.fromEntries(known) };
        });
      };
      return new PredictionStream(structures, predictChunk, options);
    },
    release: () => predictor.release(),
  };
}
