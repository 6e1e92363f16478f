/** The Open Inference Protocol (KServe's version 2): molecules as a tensor of BYTES in, a tensor for each field of the model out. */
import type { z } from 'zod';
import { reasonOf } from '../predict/index.ts';
import type { ServedModel } from './model-registry.ts';
import { valuesOf } from './molecule-answer.ts';
import { predictMolecules } from './predict-molecules.ts';
import { Problem } from './problem.ts';
import { jsonOf } from './request-body.ts';
import { type inferAnswer, inferRequest, type modelMetadata } from './schemas.ts';
import type { Service } from './service.ts';

type InferRequest = z.infer<typeof inferRequest>;
type Metadata = z.infer<typeof modelMetadata>;

const input = 'smiles';
const reason = 'reason';

export function metadataOf(service: Service, name: string, version?: string): Metadata {
  const model = service.models.find(name, version);
  return {
    name,
    versions: version === undefined ? service.models.versionsOf(name) : [version],
    platform: 'onnx_graphsam',
    inputs: [{ name: input, datatype: 'BYTES', shape: [-1] }],
    outputs: outputsOf(model).map((output) => ({ ...output, shape: [-1] })),
  };
}

/** Of a molecule that cannot be predicted numbers are null, texts empty, and its reason is given. */
export async function answerInference(
  service: Service,
  request: Request,
  { name, version }: { readonly name: string; readonly version?: string | undefined },
): Promise<z.infer<typeof inferAnswer>> {
  if (request.headers.has('inference-header-content-length')) {
    throw new Problem('bad-request', 'tensors are read as JSON, not as binary data');
  }
  const { id, outputs, smiles, served, predictions } = await predictMolecules(service, request, async (limits) => {
    const asked = await jsonOf(request, inferRequest, limits);
    return { ...asked, smiles: smilesOf(asked), model: name, version };
  });
  const rows = predictions.map((prediction) => [...valuesOf(prediction, served), reasonOf(prediction)]);
  const all = outputsOf(served).map((output, at) => ({
    ...output,
    shape: [smiles.length],
    data: rows.map((row) => row[at] ?? (output.datatype === 'BYTES' ? '' : null)),
  }));
  return {
    model_name: served.name,
    model_version: served.version,
    ...(id !== undefined && { id }),
    outputs: outputs === undefined ? all : outputs.map((wanted) => chosen(all, wanted.name)),
  };
}

function outputsOf({ fields }: ServedModel): { name: string; datatype: string }[] {
  const values = fields.map(({ name, kind }) => ({ name, datatype: kind === 'text' ? 'BYTES' : 'FP32' }));
  return [...values, { name: reason, datatype: 'BYTES' }];
}

function chosen<Output extends { readonly name: string }>(all: readonly Output[], name: string): Output {
  const found = all.find((output) => output.name === name);
  if (found) return found;
  throw new Problem(
    'bad-request',
    `there is no output "${name}". Known: ${all.map((output) => output.name).join(', ')}`,
  );
}

function smilesOf({ inputs }: InferRequest): string[] {
  const [tensor, second] = inputs;
  if (tensor?.name !== input || second) {
    throw new Problem('bad-request', `one input is expected, named "${input}"`);
  }
  const { datatype, shape, data } = tensor;
  if (datatype !== 'BYTES')
    throw new Problem('bad-request', `${input}: BYTES are expected, not ${datatype.slice(0, 20)}`);
  const smiles = data.flat();
  const isColumn = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (!isColumn || shape[0] !== smiles.length) {
    throw new Problem(
      'bad-request',
      `${input}: its shape is [${shape.join(', ')}], and it holds ${smiles.length} values`,
    );
  }
  if (!smiles.every((text): text is string => typeof text === 'string')) {
    throw new Problem('bad-request', `${input}: its data are no texts`);
  }
  return smiles;
}
