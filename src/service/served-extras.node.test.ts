/** What a service says beside values, and the page as an installed package has it. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { packageRoot } from '../platform/index.node.ts';
import { loadPredictor } from '../predict/index.node.ts';
import { exampleRun, startService, type TestService } from './service.test.helper.ts';

const fixtures = join(packageRoot(), 'python', 'graphsam-predict', 'tests', 'fixtures');
const ensemble = join(fixtures, 'ensemble-regression.onnx');
let folder: string;
let service: TestService;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-page-'));
  await mkdir(join(folder, 'assets'));
  for (const name of ['a%b.csv', '%41.csv', 'ä b.csv']) await writeFile(join(folder, name), name);
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>the page</title>');
  const runs = [`both=${ensemble}`, `plain=${exampleRun}`];
  service = await startService({ runs, coverage: 0.8, page: folder });
});
after(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

test('an ensemble answers deviations and intervals of each target as outputs; a model without them answers its values', async () => {
  const smiles = ['CCO', 'C1CC'];
  const tensor = { name: 'smiles', shape: [2], datatype: 'BYTES', data: smiles };
  const { body } = await service.ask('/v2/models/both/infer', { inputs: [tensor] });
  const names = body.outputs.map(({ name }: { name: string }) => name);
  const fields = ['prediction', 'unc', 'low', 'high'];
  const expected = ['length', 'carbons'].flatMap((target) => fields.map((field) => `${target}_${field}`));
  assert.deepEqual(names, [...expected, 'reason']);
  const predictor = await loadPredictor(ensemble, { coverage: 0.8 });
  const [wanted] = await predictor.predict(smiles);
  await predictor.release();
  for (const { name, data } of body.outputs.slice(0, -1)) {
    assert.ok(Math.abs(data[0] - Number(wanted!.values![name])) <= 1e-5 * Math.abs(data[0]), name);
    assert.equal(data[1], null);
  }
  assert.match(body.outputs.at(-1).data[1], /ring/);
  const plain = await service.ask('/predict', { smiles: ['CCO'], model: 'plain' });
  assert.deepEqual(Object.keys(plain.body.predictions[0].values), ['logS_prediction']);
});

test('the page is served without its own WebAssembly from what is installed, and nothing else is', async () => {
  assert.match((await service.ask('/page/')).body, /the page/);
  for (const name of [
    'RDKit_minimal',
    'ort-wasm-simd-threaded',
    'ort-wasm-simd-threaded.asyncify',
    'indigo-ketcher-norender-1.46.0',
  ]) {
    const response = await fetch(`${service.url}/page/assets/${name}-Caz3BPtI.wasm`);
    assert.equal(response.headers.get('content-type'), 'application/wasm');
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer()).slice(0, 4)], [0, 0x61, 0x73, 0x6d]);
  }
  assert.equal((await service.ask('/page/assets/other-Caz3BPtI.wasm')).status, 404);
  assert.equal((await service.ask('/page/..%2f..%2fRDKit_minimal-Caz3BPtI.wasm')).status, 404);
});

test('the path of a file of the page is decoded once, and one that cannot be decoded is not found', async () => {
  for (const name of ['a%b.csv', '%41.csv', 'ä b.csv']) {
    const { status, body } = await service.ask(`/page/${encodeURIComponent(name)}`);
    assert.deepEqual([status, body], [200, name]);
  }
  for (const path of ['/page/%zz', '/page/a%', '/page/%ff.csv', '/page/%zz%2541.csv', '/page/%2541%zz.csv?x=%25']) {
    const { status, body } = await service.ask(path);
    assert.deepEqual([status, body.code], [404, 'not-found'], path);
  }
  assert.ok(!service.log.some(({ event }) => event === 'defect'));
});
