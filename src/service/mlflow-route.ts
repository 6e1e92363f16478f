/** MLflow's POST /invocations, which SageMaker and Azure know too: a table as JSON in, a record a row out. */
import type { z } from 'zod';
import { reasonOf } from '../predict/index.ts';
import { valuesOf } from './molecule-answer.ts';
import { predictMolecules } from './predict-molecules.ts';
import { Problem } from './problem.ts';
import { jsonOf } from './request-body.ts';
import { type invocationsAnswer, invocationsRequest } from './schemas.ts';
import type { Service } from './service.ts';

export async function answerInvocations(
  service: Service,
  request: Request,
): Promise<z.infer<typeof invocationsAnswer>> {
  const { served, predictions } = await predictMolecules(service, request, async (limits) => ({
    smiles: smilesOf(await jsonOf(request, invocationsRequest, limits)),
  }));
  return {
    predictions: predictions.map((prediction) => {
      const values = valuesOf(prediction, served);
      const named = Object.fromEntries(served.fields.map(({ name }, at) => [name, values[at]!]));
      return { ...named, reason: reasonOf(prediction) || null };
    }),
  };
}

function smilesOf({
  dataframe_split,
  dataframe_records,
  inputs,
  instances,
}: z.infer<typeof invocationsRequest>): string[] {
  if (dataframe_split) {
    const { columns, data } = dataframe_split;
    const at = columnOf(columns);
    return data.map((row) => textOf(row[at]));
  }
  if (dataframe_records) {
    const [first] = dataframe_records;
    const names = Object.keys(first ?? {});
    const name = first && names[columnOf(names)]!;
    return dataframe_records.map((record) => textOf(record[name!]));
  }
  return inputs ?? instances ?? [];
}

/** The column named for SMILES, or the only one. */
function columnOf(columns: readonly string[]): number {
  const found = columns.findIndex((name) => name.toLowerCase() === 'smiles');
  if (found >= 0) return found;
  if (columns.length === 1) return 0;
  throw new Problem('bad-request', 'a column named "smiles" is expected');
}

/** A missing cell is an empty one. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  throw new Problem('bad-request', 'the column "smiles" holds something that is no text');
}
