/** What each way of asking gives: the plain one, tables, the Open Inference Protocol, MLflow's, and the descriptions of them. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { predictRun } from '../predict/index.node.ts';
import { exampleRun, expectedValues, field, molecules, startService, type TestService } from './service.test.helper.ts';

let service: TestService;
let expected: ReadonlyMap<string, number>;
before(async () => {
  [service, expected] = await Promise.all([startService(), expectedValues()]);
});
after(() => service.close());

test('POST /predict gives values by name, and null and the reason for a molecule that cannot be predicted', async () => {
  const { status, body } = await service.ask('/predict', { smiles: ['CCO', 'C1CC', molecules[4]] });
  assert.equal(status, 200);
  assert.deepEqual([body.model, body.version], ['solubility', '1']);
  const [first, refused, last] = body.predictions;
  assert.equal(first.reason, null);
  assert.deepEqual([refused.smiles, refused.values], ['C1CC', null]);
  assert.match(refused.reason, /ring/);
  assert.ok(Math.abs(last.values[field] - expected.get(molecules[4]!)!) < 1e-6);
  const unknown = await service.ask('/predict', { smiles: ['CCO'], coverage: 0.9 });
  assert.deepEqual([unknown.status, /"coverage"/.test(unknown.body.error)], [400, true], unknown.body.error);
  assert.match((await service.ask('/predict', { smiles: [1] })).body.error, /^smiles: SMILES are expected/);
  const read = await service.ask('/predict');
  assert.deepEqual([read.status, read.headers.get('allow'), read.body.code], [405, 'POST', 'method-not-allowed']);
  const single = await service.ask('/predict', { smiles: 'CCO', model: 'solubility', version: '1' });
  assert.deepEqual(single.body.predictions, [first]);
  assert.deepEqual((await service.ask('/predict', { smiles: [] })).body.predictions, []);
});

test('the address may name the model of a JSON request, and is not passed over', async () => {
  const asked = { dataframe_split: { columns: ['smiles'], data: [['CCO']] } };
  for (const [path, body] of Object.entries({ '/predict': { smiles: ['CCO'] }, '/invocations': asked })) {
    assert.equal((await service.ask(`${path}?model=solubility&version=1`, body)).status, 200);
    assert.equal((await service.ask(`${path}?model=nobody`, body)).status, 404);
  }
  const both = await service.ask('/predict?model=nobody', { smiles: ['CCO'], model: 'solubility' });
  assert.deepEqual([both.status, both.body.code], [400, 'bad-request']);
});

test('a table comes back as graphsam predict writes it, however it is sent', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-service-'));
  const rows = molecules.map((smiles, index) => `${index},"${smiles}",=1+${index}`);
  const table = `id,structure,note\n${rows.join('\n')}\n61,C1CC,x\n`;
  const paths = { input: join(folder, 'table.csv'), output: join(folder, 'out.csv') };
  await writeFile(paths.input, table);
  await predictRun({ model: exampleRun, ...paths, workers: 1 });
  const file = await readFile(paths.output, 'utf8');
  await rm(folder, { recursive: true });
  const plain = await service.ask('/predict', table);
  assert.equal(plain.status, 200);
  assert.equal(plain.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.equal(plain.body, file);
  const form = { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } };
  assert.equal((await service.ask('/predict?smiles_column=structure', table, form)).body, file);
  const packed = { method: 'POST', body: gzipSync(table), headers: { 'Content-Type': 'application/octet-stream' } };
  assert.equal((await service.ask('/predict?model=solubility', undefined, packed)).body, file);
  assert.equal((await service.ask('/invocations', table)).body, file);
  const lines = (await service.ask('/predict?header=false', 'CCO\nCCC\n')).body.trim().split('\n');
  assert.deepEqual([lines.length, lines[1].split(',')[0]], [3, 'CCO']);
  const column = await service.ask('/predict', 'smiles\nCCO\n', form);
  assert.equal(column.body.split('\n')[0], `smiles,${field},reason`, 'one column stays one');
});

test('a table that cannot be read is refused before anything is answered', async () => {
  for (const table of ['', 'a,b\n1,2\n3,4\n', '\u0000\u0001\u0002']) {
    const { status, body } = await service.ask('/predict', table);
    assert.equal(status, 422, JSON.stringify(table));
    assert.equal(body.code, 'cannot-read');
  }
  const asked = async (path: string, body: string, type: string): Promise<string> => {
    const answer = await service.ask(path, body, { headers: { 'Content-Type': type } });
    return `${answer.status} ${answer.body.error}`;
  };
  const form = 'application/x-www-form-urlencoded';
  const nowhere = await asked('/predict?smiles_column=nowhere', 'a,smiles\n1,CCO\n', 'text/csv');
  assert.equal(nowhere, '422 there is no column "nowhere", there are: a, smiles');
  assert.match(
    await asked('/predict', '{"smiles": ["CCO"]}', form),
    /^422 JSON is sent with Content-Type: application/,
  );
  assert.match(await asked('/predict', 'id,smiles1,CCO2,CCC', form), /^422 .*--data-binary/);
  assert.match(await asked('/predict', '--x\r\n', 'multipart/form-data; boundary=x'), /^400 .*--data-binary/);
});

test('a table without a header is refused as graphsam predict refuses it, unless it is said to have none', async () => {
  const table = 'CCO,1\nCCC,2\nCCN,3\nCCCO,4\n';
  for (const path of ['/predict', '/predict?header=true', '/invocations']) {
    const { status, body } = await service.ask(path, table);
    assert.deepEqual([status, body.code], [422, 'cannot-read'], path);
    assert.match(body.error, /^the first line .* holds a molecule \("CCO"\); .*\?header=false$/);
  }
  const { status, body } = await service.ask('/predict?header=false', table);
  assert.deepEqual([status, body.trim().split('\n').length], [200, 5]);
  for (const word of ['0', 'no', 'False', '']) {
    const refused = await service.ask(`/predict?header=${word}`, table);
    assert.deepEqual([refused.status, refused.body.code], [400, 'bad-request'], word);
    assert.equal(refused.body.error, `header is true or false, and not "${word}"`);
  }
});

test('the Open Inference Protocol: health, metadata and inference', async () => {
  assert.deepEqual((await service.ask('/v2/health/live')).body, { live: true });
  assert.deepEqual((await service.ask('/v2/health/ready')).body, { ready: true });
  assert.equal((await service.ask('/v2')).body.name, 'graphsam');
  assert.deepEqual((await service.ask('/v2/models')).body, { models: [{ name: 'solubility', versions: ['1'] }] });
  const metadata = (await service.ask('/v2/models/solubility')).body;
  assert.deepEqual(metadata.inputs, [{ name: 'smiles', datatype: 'BYTES', shape: [-1] }]);
  assert.deepEqual(
    metadata.outputs.map(({ name, datatype }: { name: string; datatype: string }) => `${name} ${datatype}`),
    [`${field} FP32`, 'reason BYTES'],
  );
  assert.deepEqual((await service.ask('/v2/models/solubility/versions/1')).body, metadata);
  assert.deepEqual((await service.ask('/v2/models/solubility/versions/1/ready')).body, {
    name: 'solubility',
    ready: true,
  });
  const tensor = { name: 'smiles', shape: [2], datatype: 'BYTES', data: [molecules[1], 'C1CC'] };
  const { status, body } = await service.ask('/v2/models/solubility/infer', { id: '42', inputs: [tensor] });
  assert.equal(status, 200);
  assert.deepEqual([body.model_name, body.model_version, body.id], ['solubility', '1', '42']);
  const [values, reason] = body.outputs;
  assert.deepEqual([values.name, values.datatype, values.shape], [field, 'FP32', [2]]);
  assert.ok(Math.abs(values.data[0] - expected.get(molecules[1]!)!) < 1e-6);
  assert.equal(values.data[1], null);
  assert.equal(reason.data[0], '');
  assert.match(reason.data[1], /ring/);
  const column = { ...tensor, shape: [2, 1], data: [[molecules[1]], ['C1CC']] };
  const asked = { inputs: [column], outputs: [{ name: 'reason' }] };
  const chosen = (await service.ask('/v2/models/solubility/versions/1/infer', asked)).body.outputs;
  assert.deepEqual(chosen, [reason]);
});

test('the Open Inference Protocol: what does not fit is refused with a sentence', async () => {
  const good = { name: 'smiles', shape: [1], datatype: 'BYTES', data: ['C'] };
  const bad: readonly [object, RegExp][] = [
    [{ inputs: [{ ...good, name: 'x' }] }, /named "smiles"/],
    [{ inputs: [good, good] }, /one input is expected/],
    [{ inputs: [good, { ...good, name: 'temperature' }] }, /one input is expected/],
    [{ inputs: [{ ...good, shape: [2] }] }, /shape is \[2\], and it holds 1/],
    [{ inputs: [{ ...good, datatype: 'FP32' }] }, /BYTES are expected/],
    [{ inputs: [{ ...good, data: [1] }] }, /no texts/],
    [{ inputs: [good], outputs: [{ name: 'y' }] }, /no output "y"\. Known: logS_prediction, reason/],
    [{ inputs: [] }, /inputs/],
    [{}, /inputs/],
  ];
  for (const [request, message] of bad) {
    const { status, body } = await service.ask('/v2/models/solubility/infer', request);
    assert.equal(status, 400);
    assert.match(body.error, message);
  }
  assert.equal((await service.ask('/v2/models/other')).status, 404);
  assert.match((await service.ask('/v2/models/solubility/versions/7')).body.error, /no version "7".*Known: 1/);
});

test('MLflow: every form of a table and a list, and /ping', async () => {
  assert.equal((await service.ask('/ping')).status, 200);
  const smiles = [molecules[0]!, 'C1CC'];
  const forms: readonly object[] = [
    { dataframe_split: { columns: ['id', 'smiles'], data: smiles.map((text, index) => [index, text]) } },
    { dataframe_records: smiles.map((text, id) => ({ id, smiles: text })) },
    { inputs: smiles },
    { inputs: { smiles } },
    { inputs: smiles.map((text) => [text]) },
    { inputs: smiles.map((text) => ({ smiles: text })) },
    { instances: smiles.map((text) => ({ smiles: text })) },
    { instances: smiles.map((text) => [text]), params: {} },
    { instances: { smiles } },
  ];
  for (const form of forms) {
    const { status, body } = await service.ask('/invocations', form);
    assert.equal(status, 200, JSON.stringify(form));
    const [first, refused] = body.predictions;
    assert.ok(Math.abs(first[field] - expected.get(molecules[0]!)!) < 1e-6);
    assert.deepEqual([first.reason, refused[field]], [null, null]);
    assert.match(refused.reason, /ring/);
  }
  const nameless = { dataframe_split: { columns: ['a', 'b'], data: [] } };
  const bad: readonly [object, RegExp][] = [
    [nameless, /column named "smiles"/],
    [
      { columns: ['smiles'], data: [['C']] },
      /one of dataframe_split, dataframe_records, inputs, instances is expected/,
    ],
    [{ inputs: ['C'], instances: ['C'] }, /one of dataframe_split/],
    [{ dataframe_split: { data: [['C']] } }, /^dataframe_split\.columns: /],
    [{ inputs: ['C', 5] }, /^inputs: SMILES are expected/],
    [{ dataframe_records: [{ smiles: 5 }] }, /no text/],
  ];
  for (const [form, message] of bad) {
    const { status, body } = await service.ask('/invocations', form);
    assert.equal(status, 400);
    assert.match(body.error, message);
  }
  assert.equal((await service.ask('/invocations', { inputs: 'CCO' })).body.predictions.length, 1);
});

test('the description lists every route with schemas that are valid JSON Schema, and the page to try it shows them', async () => {
  const { body } = await service.ask('/openapi.json');
  assert.equal(body.openapi, '3.1.0');
  const request = body.paths['/predict'].post.requestBody.content;
  assert.ok('text/csv' in request);
  assert.equal(request['application/json'].schema.properties.smiles.anyOf.length, 2);
  const routes = Object.values<Record<string, { operationId: string }>>(body.paths).flatMap((path) =>
    Object.values(path),
  );
  const ids = new Set(routes.map(({ operationId }) => operationId));
  assert.ok(ids.has('predict') && ids.size === routes.length, 'each route has a name of its own');
  assert.deepEqual(body.servers, [{ url: '.' }]);
  for (const [path, methods] of Object.entries<object>(body.paths)) {
    if (!('get' in methods) || path.includes('{')) continue;
    assert.equal((await service.ask(path)).status, 200, path);
  }
  const page = await service.ask('/');
  assert.match(page.headers.get('content-security-policy')!, /default-src 'none'/);
  assert.match(page.body, /<textarea/);
  assert.ok(page.body.includes('/v2/models/{name}/infer'));
});

test('what was counted is there for Prometheus, and every request is a line of the log under its id', async () => {
  const { headers } = await service.ask('/predict', { smiles: ['CCO'] }, { headers: { 'X-Request-Id': 'mine-1' } });
  assert.equal(headers.get('x-request-id'), 'mine-1');
  const logged = service.log.find(({ id }) => id === 'mine-1');
  assert.deepEqual([logged?.event, logged?.path, logged?.status], ['request', '/predict', 200]);
  const { body } = await service.ask('/metrics');
  assert.match(body, /graphsam_model_loaded\{model="solubility",version="1"\} 1/);
  assert.match(body, /graphsam_molecules_total\{model="solubility",version="1",outcome="reason"\} [1-9]/);
  assert.match(body, /graphsam_requests_total\{route="\/predict",status="200"\} [1-9]/);
  assert.match(body, /graphsam_batch_molecules_count [1-9]/);
});
