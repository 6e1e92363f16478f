/** A model for programs: structures in, one plain object a molecule out, all at once or as they come. */
import { ConfigError } from '../base/index.ts';
import type { ModelCard } from '../runs/index.ts';
import type { ModelPredictor } from './model-predictor.ts';
import { fieldValues, type PredictedField, predictedFields } from './predicted-fields.ts';
import { reasonOf } from './prediction-columns.ts';
import {
  type MoleculePrediction,
  PredictionStream,
  type PredictOptions,
  type Structures,
} from './prediction-stream.ts';
import type { Structure } from './predictor.ts';

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
   * Throws ConfigError for what is no list of structures.
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
      refuseNoList(structures);
      const predictChunk = async (given: readonly Structure[]): Promise<MoleculePrediction[]> => {
        const chunk = given.map(structureOf);
        const predictions = await predictor.predict(chunk);
        return chunk.map((structure, index): MoleculePrediction => {
          const prediction = predictions[index]!;
          const given = typeof structure === 'string' ? structure : structure.smiles;
          const smiles = given ?? prediction.smiles ?? '';
          const { reason = 'no values' } = prediction;
          if (!prediction.values) return { smiles, reason };
          const note = reasonOf(prediction);
          const values = fieldValues(prediction, targets);
          const known = fields.flatMap(({ name }, at) =>
            values[at] === undefined ? [] : [[name, values[at]] as const],
          );
          return { smiles, values: Object.fromEntries(known), ...(note !== '' && { note }) };
        });
      };
      return new PredictionStream(structures, predictChunk, options);
    },
    release: () => predictor.release(),
  };
}

/** A text alone would be read letter by letter. */
function refuseNoList(structures: unknown): void {
  const isList = typeof structures === 'object' && structures !== null;
  if (isList && (Symbol.iterator in structures || Symbol.asyncIterator in structures)) return;
  const found = typeof structures === 'string' ? 'one text' : String(structures);
  throw new ConfigError({
    code: 'wrong-value',
    what: `a list of SMILES is expected, or a stream, not ${found}`,
    advice: 'Write predict([smiles]).',
  });
}

/** What programs without types give: a missing cell is an empty one. */
function structureOf(given: Structure | null | undefined): Structure {
  if (given === null || given === undefined) return '';
  if (typeof given === 'string' || typeof given === 'object') return given;
  throw new ConfigError({
    code: 'wrong-value',
    what: `a structure is ${String(given)}`,
    advice: 'Give SMILES as texts.',
  });
}
