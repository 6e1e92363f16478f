/** POST /predict with JSON: {"smiles": ["CCO"]} in, a list of values by name out. */
import type { z } from 'zod';
import { moleculeAnswerOf } from './molecule-answer.ts';
import { predictMolecules } from './predict-molecules.ts';
import { jsonOf } from './request-body.ts';
import { type predictAnswer, predictRequest } from './schemas.ts';
import type { Service } from './service.ts';

export async function answerPlain(service: Service, request: Request): Promise<z.infer<typeof predictAnswer>> {
  const { smiles, served, predictions } = await predictMolecules(service, request, (limits) =>
    jsonOf(request, predictRequest, limits),
  );
  return {
    model: served.name,
    version: served.version,
    predictions: smiles.map((text, index) => moleculeAnswerOf(text, predictions[index]!, served)),
  };
}
