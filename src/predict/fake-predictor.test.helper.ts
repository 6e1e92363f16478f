/** A model for testing prediction: the value is the length of the SMILES, and some SMILES misbehave. */
import { setTimeout } from 'node:timers/promises';
import { CheckpointError } from '../base/errors.ts';
import type { Predictor, StructurePrediction } from './predictor.ts';
import { servePredictor } from './serve-predictor.ts';

export const { open, predict } = servePredictor(loadPredictor);

async function loadPredictor(model: Uint8Array): Promise<Predictor> {
  if (model.length === 0) throw new CheckpointError('the model file is empty');
  const factor = model[0]!;
  return {
    predict: async (structures) => {
      // The first chunks take longest, so that results would come back in the wrong order if they could.
      await setTimeout(structures.includes('C') ? 20 : 1);
      return structures.map((structure): StructurePrediction => {
        if (structure === 'crash') process.exit(1);
        if (structure === 'defect') throw new Error('a defect');
        if (typeof structure !== 'string') {
          return structure.reason === undefined ? { values: [0], smiles: 'C' } : { reason: structure.reason };
        }
        return structure.includes('?') ? { reason: '=1+1 is no SMILES' } : { values: [factor * structure.length] };
      });
    },
  };
}
