/** A prediction as the service says it: values by name as JSON has numbers, null and a reason where there are none. */
import { fieldValues, reasonOf, type StructurePrediction, shortFloat32 } from '../predict/index.ts';
import type { ServedModel } from './model-registry.ts';

type FieldValue = number | string | null;

/** A value for each field of the model. */
export function valuesOf(prediction: StructurePrediction, { targets }: ServedModel): FieldValue[] {
  return fieldValues(prediction, targets).map((value) => {
    if (value === undefined) return null;
    return typeof value === 'number' ? (shortFloat32(value) ?? null) : value;
  });
}

export interface MoleculeAnswer {
  readonly smiles: string;
  readonly values: Readonly<Record<string, FieldValue>> | null;
  readonly reason: string | null;
}

export function moleculeAnswerOf(smiles: string, prediction: StructurePrediction, model: ServedModel): MoleculeAnswer {
  const values = valuesOf(prediction, model);
  const named = Object.fromEntries(model.fields.map(({ name }, at) => [name, values[at]!]));
  return { smiles, values: prediction.values ? named : null, reason: reasonOf(prediction) || null };
}
