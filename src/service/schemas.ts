/** The bodies of requests and answers: checked by these schemas, and described by them in /openapi.json. */
import { z } from 'zod';

const smilesList = z.array(z.string()).describe('SMILES, one a molecule.');

/** Strict: who asks for what it does not know, an interval for instance, is told so. */
export const predictRequest = z.strictObject({
  smiles: z
    .union([smilesList, z.string().transform((smiles) => [smiles])], {
      error: 'SMILES are expected, a text or a list of texts',
    })
    .describe('SMILES, or a list of them.'),
  model: z.string().optional().describe('Name of the model; may be left out where one is served.'),
  version: z.string().optional().describe('Version of the model. Default: the newest.'),
});

const fieldValue = z.union([z.number(), z.string(), z.null()]);

const moleculeAnswer = z.object({
  smiles: z.string(),
  values: z
    .record(z.string(), fieldValue)
    .nullable()
    .describe('By name; null for a molecule that cannot be predicted.'),
  reason: z.string().nullable().describe('Why there are no values, or what speaks against them.'),
});

export const predictAnswer = z.object({
  model: z.string(),
  version: z.string(),
  predictions: z.array(moleculeAnswer),
});

const inferTensor = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  datatype: z.string(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  data: z.array(z.unknown()),
});

export const inferRequest = z.object({
  id: z.string().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
  inputs: z.array(inferTensor).min(1),
  outputs: z
    .array(z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()).optional() }))
    .optional()
    .describe('Which outputs are wanted. Default: all.'),
});

export const inferAnswer = z.object({
  model_name: z.string(),
  model_version: z.string(),
  id: z.string().optional(),
  outputs: z.array(inferTensor),
});

const tensorMetadata = z.object({ name: z.string(), datatype: z.string(), shape: z.array(z.int()) });

export const modelMetadata = z.object({
  name: z.string(),
  versions: z.array(z.string()),
  platform: z.string(),
  inputs: z.array(tensorMetadata),
  outputs: z.array(tensorMetadata),
});

const row = z.array(z.unknown());

const molecules = z.union(
  [
    z.string().transform((smiles) => [smiles]),
    smilesList,
    z.array(z.tuple([z.string()]).transform(([smiles]) => smiles)),
    z.array(z.object({ smiles: z.string() }).transform(({ smiles }) => smiles)),
    z.object({ smiles: smilesList }).transform(({ smiles }) => smiles),
    z.object({ smiles: z.string() }).transform(({ smiles }) => [smiles]),
  ],
  { error: 'SMILES are expected: a list of texts, or of records {"smiles": ...}' },
);

/** MLflow's forms of a table, and its lists of inputs. Each holds molecules in one of these keys. */
const invocationForms = {
  dataframe_split: z.object({ columns: z.array(z.string()), data: z.array(row) }),
  dataframe_records: z.array(z.record(z.string(), z.unknown())),
  inputs: molecules,
  instances: molecules,
};
const forms = Object.keys(invocationForms);

export const invocationsRequest = z
  .object(invocationForms)
  .partial()
  .refine((asked) => forms.filter((form) => form in asked).length === 1, {
    error: `one of ${forms.join(', ')} is expected`,
  });

export const invocationsAnswer = z.object({
  predictions: z
    .array(z.record(z.string(), fieldValue))
    .describe('A record a molecule: each value by name, and the reason.'),
});

export const problemAnswer = z.object({
  error: z.string().describe('What went wrong, and what to do.'),
  code: z.string(),
  request: z.string().describe('Id of the request in the log of the service.'),
});

export const readiness = z.object({ ready: z.boolean() });
