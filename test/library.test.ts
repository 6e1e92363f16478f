/** The examples of docs/library.md, run as they are printed, and the weight of a bundle that only predicts. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { loadPredictor } from '../src/index.node.ts';
import { packageRoot } from '../src/platform/index.node.ts';

const root = packageRoot();
const run = join(root, 'test', 'fixtures', 'runs-0.1.0', 'finished');
const model = new Uint8Array(readFileSync(join(run, 'model.onnx')));
const folder = mkdtempSync(join(tmpdir(), 'graphsam-library-'));
const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');

before(() => {
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  symlinkSync(root, join(modules, 'graphsam'), 'junction');
  for (const name of ['@rdkit', 'onnxruntime-web']) {
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  cpSync(run, join(folder, 'runs', 'solubility'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The code of the example that runs there. */
function example(where: string): string {
  const code = page.match(new RegExp(`\`\`\`ts ${where}\n([\\s\\S]*?)\`\`\``))![1]!;
  assert.ok(code.trim().split('\n').length <= 14, `${where} is a short example`);
  return code;
}

const values = async (smiles: readonly string[]): Promise<unknown[]> => {
  const predictor = await loadPredictor(model);
  const predictions = await predictor.predict(smiles);
  await predictor.release();
  return predictions.map((prediction) => prediction.values?.logS_prediction ?? prediction.reason);
};

test('the example for Node predicts as a list and as a stream', async () => {
  writeFileSync(join(folder, 'node.js'), example('node'));
  const { stdout, stderr } = spawnSync(process.execPath, ['node.js'], { cwd: folder, encoding: 'utf8' });
  const smiles = ['CCO', 'c1ccccc1', 'C1CC', 'CCN', 'CCCl'];
  const expected = await values(smiles);
  assert.equal(stdout, smiles.map((text, at) => `${text} ${expected[at]}\n`).join(''), stderr);
  assert.match(String(expected[2]), /ring/);
});

test('awaiting twice computes once; leaving a stream early, stopping it and an unreadable file are clean', async () => {
  const predictor = await loadPredictor(join(run, 'model.onnx'));
  let taken = 0;
  function* smiles(): Generator<string> {
    for (; taken < 200; taken++) yield 'CCO';
  }
  const stream = predictor.predict(smiles());
  for await (const { values } of stream) {
    assert.ok(Number.isFinite(values?.logS_prediction));
    break;
  }
  assert.equal(taken, 63);
  const list = predictor.predict(['C', 'CC']);
  assert.equal(await list, await list);
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await assert.rejects(async () => predictor.predict(['C'], { signal: controller.signal }), /enough/);
  const untyped = predictor as unknown as { predict(given: unknown): ReturnType<typeof predictor.predict> };
  for (const given of ['CCO', undefined, null, 5]) {
    assert.throws(() => untyped.predict(given), { name: 'ConfigError', what: /a list of SMILES is expected/ });
  }
  const [missing] = await untyped.predict([null]);
  assert.deepEqual(missing, { smiles: '', reason: 'no SMILES' });
  await assert.rejects(async () => untyped.predict([5]), { name: 'ConfigError', what: 'a structure is 5' });
  await predictor.release();
  await assert.rejects(loadPredictor(new Uint8Array(20)), { name: 'CheckpointError' });
});

test('what speaks against a prediction stands beside its values', async () => {
  const ensemble = join(root, 'python/graphsam-predict/tests/fixtures/ensemble-regression.onnx');
  const predictor = await loadPredictor(ensemble, { coverage: 0.9 });
  const [ethanol, uranium] = await predictor.predict(['CCO', '[U]']);
  assert.deepEqual([ethanol!.note, ethanol!.reason], [undefined, undefined]);
  assert.ok(Object.keys(ethanol!.values!).some((name) => name.endsWith('_low')));
  assert.match(uranium!.note!, /not in the training: U/);
  await predictor.release();
  const untyped = loadPredictor as unknown as (model: string, options: { coverage: unknown }) => Promise<unknown>;
  for (const coverage of [0, 1, 90, -1, Number.NaN, '0.9']) {
    await assert.rejects(untyped(ensemble, { coverage }), { name: 'ConfigError', code: 'wrong-value' });
  }
});

test('the bundle that predicts is small, holds no trainer, and its example runs in a worker without threads', async () => {
  writeFileSync(join(folder, 'worker.js'), example('worker'));
  const script = await bundled('worker.js', 'worker-dist');
  const kilobytes = (bytes: number): number => Math.round(bytes / 1000);
  const sizes = [kilobytes(script.length), kilobytes(gzipSync(script).length)];
  console.log(`the bundle for prediction: ${sizes[0]} kB, ${sizes[1]} kB packed`);
  assert.ok(sizes[1]! < 250, `${sizes[1]} kB packed`);
  for (const foreign of ['GraphSAM', 'Hessian', 'polyline', 'early stopping']) {
    assert.ok(!script.includes(foreign), `${foreign} is in the bundle`);
  }
  const found = await runInWorker(join(folder, 'worker-dist', 'worker.js'), ['CCO', 'C1CC']);
  const expected = await values(['CCO', 'C1CC']);
  assert.ok(Math.abs(found[0].values.logS_prediction - Number(expected[0])) < 1e-4);
  assert.equal(found[1].reason, expected[1]);
});

test('the example for a bundler builds, with both files of WebAssembly beside it', async () => {
  writeFileSync(join(folder, 'page.js'), example('vite'));
  const script = await bundled('page.js', 'page-dist');
  const files = readdirSync(join(folder, 'page-dist'), { recursive: true, encoding: 'utf8' });
  for (const name of [/RDKit_minimal.*\.wasm$/, /ort-wasm-simd-threaded.*\.wasm$/]) {
    const file = files.find((path) => name.test(path));
    assert.ok(file && script.includes(file), String(name));
  }
});

/** As web/vite.config.ts has it: RDKit's script has branches for Node. */
const withoutNode: Plugin = {
  name: 'without-node',
  enforce: 'pre',
  resolveId: (id) => (id.startsWith('node:') ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? 'export default {}' : undefined),
};

/** Bundles a file of the folder for browsers; its text. */
async function bundled(entry: string, outDir: string): Promise<string> {
  await build({
    root: folder,
    configFile: false,
    base: './',
    logLevel: 'error',
    plugins: [withoutNode],
    build: {
      outDir: join(folder, outDir),
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
      rolldownOptions: {
        input: join(folder, entry),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', codeSplitting: false },
      },
    },
  });
  return readFileSync(join(folder, outDir, entry), 'utf8');
}

interface Answer {
  readonly values: { readonly logS_prediction: number };
  readonly reason: string;
}

/** Calls the example's fetch where neither Node nor a browser is to be seen. */
async function runInWorker(script: string, smiles: readonly string[]): Promise<[Answer, Answer]> {
  const { Worker } = await import('node:worker_threads');
  const url = JSON.stringify(pathToFileURL(script).href);
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    for (const name of ['process', 'Worker', 'MessageChannel', 'navigator']) delete globalThis[name];
    import(${url}).then(async ({ default: worker }) => {
      const request = new Request('http://worker/', { method: 'POST', body: JSON.stringify({ smiles: workerData.smiles }) });
      parentPort.postMessage(await (await worker.fetch(request, workerData.environment)).json());
    });`;
  const wasm = (path: string): Uint8Array => new Uint8Array(readFileSync(join(root, 'node_modules', path)));
  const environment = {
    MODEL: model,
    RDKIT_WASM: wasm('@rdkit/rdkit/dist/RDKit_minimal.wasm'),
    ONNXRUNTIME_WASM: wasm('onnxruntime-web/dist/ort-wasm-simd-threaded.wasm'),
  };
  const worker = new Worker(source, { eval: true, workerData: { smiles, environment } });
  try {
    return await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}
