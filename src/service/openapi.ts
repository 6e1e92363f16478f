/** What can be asked, as OpenAPI 3.1, made from the schemas that check it. */
import { z } from 'zod';
import {
  inferAnswer,
  inferRequest,
  invocationsAnswer,
  invocationsRequest,
  modelMetadata,
  predictAnswer,
  predictRequest,
  problemAnswer,
  readiness,
} from './schemas.ts';

interface Operation {
  /** What generated clients call it. */
  readonly id: string;
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly summary: string;
  readonly request?: z.ZodType;
  readonly answer?: z.ZodType;
  /** Tables as bodies too. */
  readonly takesTables?: boolean;
  /** Media type of answers that are no JSON. */
  readonly text?: string;
}

const modelPath = '/v2/models/{name}';
const versionPath = `${modelPath}/versions/{version}`;
const infer = { request: inferRequest, answer: inferAnswer };

/** Every route but those of pages. */
export const operations: readonly Operation[] = [
  {
    id: 'predict',
    method: 'post',
    path: '/predict',
    summary: 'Predict a list of SMILES, or a table (CSV, TSV, SMI, SDF, also gzipped) of any length.',
    request: predictRequest,
    answer: predictAnswer,
    takesTables: true,
  },
  { id: 'serviceMetadata', method: 'get', path: '/v2', summary: 'Name, version and extensions of the service.' },
  { id: 'isLive', method: 'get', path: '/v2/health/live', summary: 'Whether the service answers.' },
  {
    id: 'isReady',
    method: 'get',
    path: '/v2/health/ready',
    summary: 'Whether it predicts: a molecule is predicted to find out.',
    answer: readiness,
  },
  { id: 'listModels', method: 'get', path: '/v2/models', summary: 'Names and versions of the models.' },
  {
    id: 'modelMetadata',
    method: 'get',
    path: modelPath,
    summary: 'What the newest version of a model reads and gives.',
    answer: modelMetadata,
  },
  {
    id: 'versionMetadata',
    method: 'get',
    path: versionPath,
    summary: 'The same of one version.',
    answer: modelMetadata,
  },
  {
    id: 'isModelReady',
    method: 'get',
    path: `${modelPath}/ready`,
    summary: 'Whether a model is served.',
    answer: readiness,
  },
  {
    id: 'isVersionReady',
    method: 'get',
    path: `${versionPath}/ready`,
    summary: 'Whether a version is served.',
    answer: readiness,
  },
  {
    id: 'infer',
    method: 'post',
    path: `${modelPath}/infer`,
    summary: 'Predict with the newest version, by the Open Inference Protocol.',
    ...infer,
  },
  {
    id: 'inferWithVersion',
    method: 'post',
    path: `${versionPath}/infer`,
    summary: 'The same with one version.',
    ...infer,
  },
  {
    id: 'invoke',
    method: 'post',
    path: '/invocations',
    summary: 'Predict as a model of MLflow is asked to; also tables.',
    request: invocationsRequest,
    answer: invocationsAnswer,
    takesTables: true,
  },
  { id: 'ping', method: 'get', path: '/ping', summary: 'Whether it predicts, as MLflow asks.' },
  { id: 'metrics', method: 'get', path: '/metrics', summary: 'What was counted, for Prometheus.', text: 'text/plain' },
  { id: 'description', method: 'get', path: '/openapi.json', summary: 'This description.' },
];

/** With which methods a path is asked; none for a path that is not there. */
export function methodsOf(path: string): string[] {
  const parts = path.split('/');
  const isAt = (pattern: string[]): boolean =>
    pattern.length === parts.length && pattern.every((part, at) => part.startsWith('{') || part === parts[at]);
  return operations.filter((operation) => isAt(operation.path.split('/'))).map(({ method }) => method.toUpperCase());
}

/** keyed: requests must bring a key. */
export function openApiDocument(version: string, keyed: boolean): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    paths[operation.path] ??= {};
    paths[operation.path]![operation.method] = described(operation);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'graphsam', version, summary: 'Predictions of molecules' },
    // Beside this document, whatever the service is called from outside.
    servers: [{ url: '.' }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemAnswer, 'output') },
      ...(keyed && { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } }),
    },
    ...(keyed && { security: [{ key: [] }] }),
  };
}

function described({ id, path, summary, request, answer, takesTables, text }: Operation): object {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter(name!, 'path', `The ${name} of a model.`));
  const ofTables = takesTables
    ? [
        parameter('model', 'query', 'Name of the model; may be left out where one is served.'),
        parameter('version', 'query', 'Version of the model. Default: the newest.'),
        parameter('smiles_column', 'query', 'For tables: the column with the SMILES.'),
        parameter(
          'header',
          'query',
          'For tables: false if the first line is a row, true (default) if it names the columns.',
        ),
      ]
    : [];
  const table = { 'text/csv': { schema: { type: 'string' } } };
  const content = {
    ...(request && { 'application/json': { schema: jsonSchema(request, 'input') } }),
    ...(takesTables && table),
  };
  const answers = {
    [text ?? 'application/json']: { schema: answer ? jsonSchema(answer, 'output') : {} },
    ...(takesTables && table),
  };
  return {
    operationId: id,
    summary,
    ...([...named, ...ofTables].length > 0 && { parameters: [...named, ...ofTables] }),
    ...(request && { requestBody: { required: true, content } }),
    responses: {
      200: { description: 'Done.', content: answers },
      default: {
        description: 'A problem.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parameter(name: string, where: 'path' | 'query', description: string): object {
  return { name, in: where, required: where === 'path', description, schema: { type: 'string' } };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return json;
}
