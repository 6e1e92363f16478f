/** What the page and the command line give each other: models, run folders, tables, and the same refusals. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { unzipSync, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import type { GraphsamError } from '../../src/base/index.ts';
import { loadChemistry } from '../../src/chem/index.node.ts';
import { evaluateRun, predictRun } from '../../src/predict/index.node.ts';
import { openModelPredictor } from '../../src/predict/index.ts';
import { readEpochs } from '../../src/runs/index.node.ts';
import { parseTrainConfig, runFiles } from '../../src/runs/index.ts';
import { loadRuntime } from '../../src/runtime/index.node.ts';
import { trainRun } from '../../src/training/index.node.ts';
import { assertClose } from '../assert-close.ts';
import { graphsam } from '../cli/command-line.ts';
import { openHarness } from './build-harness.ts';
import { withoutChromium } from './chromium.ts';
import { type EngineHost, openEngineHost, smallConfig, someMedicines, trainInPage } from './engine-in-page.ts';

/** What a plain training of the command line leaves, too. */
const filesOfTraining = (
  [
    ...(['checkpoint', 'metrics', 'model', 'predictions', 'rejects', 'report', 'run', 'splits'] as const),
    'validationPredictions',
  ] as const
).map((file) => runFiles[file]);
const molecules = [
  'CCO',
  'c1ccccc1',
  'CC(=O)Nc1ccc(O)cc1',
  'not a molecule',
  'CN1C=NC2=C1C(=O)N(C)C(=O)N2C',
  '[Na+].[Cl-]',
];

suite('page and command line', { skip: withoutChromium, timeout: 1_200_000 }, () => {
  let host: EngineHost;
  let folder: string;
  let page: Page;
  before(async () => {
    host = await openEngineHost();
    folder = await mkdtemp(join(tmpdir(), 'graphsam-exchange-'));
    ({ page } = await openHarness(host.browser, host.site.url));
  });
  after(async () => {
    await host?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('a run folder of the page is one of Node: its model predicts the same, its table of predictions too', async () => {
    const { id, epochs, results } = await trainInPage(page, someMedicines(90), {
      ...smallConfig,
      // Nine labels of a class at least are validated: sets of classes are fitted.
      split: { sizes: [0.5, 0.4, 0.1] },
    });
    const place = join(folder, 'from-page');
    const zip = await bytesOf(page, 'exportRun', id);
    await unpack(zip, place);
    assert.deepEqual((await readdir(place)).sort(), filesOfTraining);
    assert.deepEqual(
      await bytesOf(page, 'exportModel', id),
      new Uint8Array(await readFile(join(place, runFiles.model))),
    );
    assert.deepEqual(await readEpochs(place), epochs);
    const report = await readFile(join(place, runFiles.report), 'utf8');
    assertSelfContained(report);
    assert.ok(sectionsOf(report).includes('Uncertainty and calibration'));
    const inPage = await page.evaluate(
      async ([id, molecules]) => window.engine.predict(await window.engine.openRun(id), molecules),
      [id, molecules] as const,
    );
    compare(inPage, await predictInNode(place));
    const table = join(folder, 'table.csv');
    await writeFile(table, someMedicines(90));
    const { molecules: evaluated } = await evaluateRun({ model: place, input: table });
    assert.equal(evaluated, 90);
    assert.equal(results.test.length, 9);
    assert.deepEqual(sectionsOf(report), sectionsOf(await commandsOnZip(zip, { folder, table })));
  });

  test('a run folder of Node opens in the page, with its results, and predicts the same table', async () => {
    const table = join(folder, 'esol.csv');
    await writeFile(table, regressionTable());
    const place = join(folder, 'from-node');
    const split = { sizes: [0.5, 0.4, 0.1] };
    const config = { ...smallConfig, split, data: { paths: [table] }, machine: { threads: 1 } };
    await trainRun(parseTrainConfig(config, 'the test'), { folder: place });
    const output = join(folder, 'predictions.csv');
    await predictRun({ model: place, input: table, output, withApplicability: true, coverage: 0.9 });
    const zip = await pack(place, 'some folder/');
    const found = await page.evaluate(
      async ([zip, csv]) => {
        const file = { name: 'run.zip', content: new Blob([Uint8Array.from(zip)]) };
        const { id } = await window.engine.importRun(file);
        const again = await window.engine.importRun(file);
        const results = await window.engine.results(id);
        const model = await window.engine.openRun(id);
        const together = await window.engine.openTogether([id, id]);
        const input = { name: 'esol.csv', content: new Blob([csv]) };
        const predicted = await window.engine.predictTable(model, input);
        const isSame = again.id === id;
        return {
          isSame,
          trusts: [model.card.trust, together.card.trust],
          together: { ...together, answers: await window.engine.predict(together, ['CCO']) },
          results,
          csv: await predicted.csv.text(),
          summary: predicted.summary,
          rows: (await window.engine.predictedRows(model, predicted, { from: 0, count: 100 })).rows.length,
        };
      },
      [[...zip], regressionTable()] as const,
    );
    assert.equal(found.isSame, true, 'a zip that is opened twice is one run');
    const { coverage, warnings, answers } = found.together;
    assert.deepEqual([coverage, warnings], [0.9, []]);
    // Twice the same model has the intervals of one.
    const [alone, twice] = found.trusts.map((trust) => trust!.conformal!.targets[0]!.scores[0]!);
    assertClose(twice!, alone!, { absolute: 1e-3 });
    const [value, [low, high]] = [answers[0]!.values![0]!, answers[0]!.trust![0]!.slice(-2) as [number, number]];
    assert.ok(low < value && value < high, `${low} < ${value} < ${high}`);
    assert.equal(found.results.epochs.length, 3);
    assert.equal(found.results.taskType, 'regression');
    const { characters, ...counted } = found.summary;
    assert.deepEqual(counted, { rows: 40, failed: 1 });
    assert.ok(characters > 0 && characters < regressionTable().length, `${characters} characters read`);
    assert.equal(found.rows, 40);
    compareCsv(found.csv, await readFile(output, 'utf8'));
  });

  test('an unfinished run of Node goes on in the page where its table is known, and says what is missing where it is not', async () => {
    const table = join(folder, 'started.csv');
    await writeFile(table, regressionTable());
    const config = parseTrainConfig({ ...smallConfig, data: { paths: [table] }, machine: { threads: 1 } }, 'the test');
    const [whole, half] = [join(folder, 'whole'), join(folder, 'half')];
    await trainRun(config, { folder: whole });
    const stop = new AbortController();
    const onEvent = ({ kind }: { readonly kind: string }): void => {
      if (kind === 'epoch') stop.abort();
    };
    await trainRun(config, { folder: half }, { signal: stop.signal, onEvent });
    const zip = await pack(half, '');
    const packed = zipSync({ ...unzipSync(zip), 'started.csv': new TextEncoder().encode(regressionTable()) });
    const found = await page.evaluate(
      async ([zip, packed, csv]) => {
        const file = (bytes: readonly number[]) => ({ name: 'h.zip', content: new Blob([Uint8Array.from(bytes)]) });
        const alone = await window.engine.importRun(file(zip));
        const refused = await window.engine.continueRun(alone.id).outcome.then(String, (error: Error) => error.message);
        const other = { name: 'started.csv', content: new Blob([csv.replace('2.5', '2.6')]) };
        const changed = await window.engine.importRun(file(zip), [other]);
        const given = await window.engine.importRun(file(zip), [{ name: 'any.csv', content: new Blob([csv]) }]);
        const inside = await window.engine.importRun(file(packed));
        const second = window.engine.continueRun(inside.id, {
          onEpoch: ({ epoch }) => epoch === 2 && void second.stop(),
        });
        await second.outcome;
        const opened = await window.engine.importRun(file(packed));
        await window.engine.continueRun(inside.id).outcome;
        const { epochs, result } = await window.engine.results(inside.id);
        const stuck = [alone, changed, given, inside].map((run) => run.stuck);
        return { alone, opened, stuck, refused, epochs, result };
      },
      [[...zip], [...packed], regressionTable()] as const,
    );
    assert.ok(found.alone.status === 'unfinished' && found.alone.epochsDone < found.alone.epochs);
    const { opened } = found;
    assert.ok(opened.status === 'unfinished' && opened.epochsDone === 2, 'what was trained here since is kept');
    assert.match(found.stuck[0]!, /^Its table \(started\.csv\) is not here/);
    assert.match(found.refused, /can only be looked at here\. Its table/);
    assert.deepEqual(found.stuck.slice(1), [found.stuck[0], undefined, undefined]);
    const losses = (reports: readonly { readonly trainLoss: number | null }[]): number[] =>
      reports.map(({ trainLoss }) => trainLoss!);
    assertClose(losses(found.epochs), losses(await readEpochs(whole)), { relative: 1e-3, label: 'losses' });
    assert.equal(found.result.status, 'finished');
  });

  test('a model with computed descriptors and trees predicts in the page as in Node, and says what of it is not explained; one with features of a file is refused with what to do', async () => {
    const [table, features] = [join(folder, 'described.csv'), join(folder, 'features.csv')];
    await writeFile(table, regressionTable());
    await writeFile(features, `assay,dose\n${'0.5,1\n1.5,2\n'.repeat(20)}`);
    const small = { name: 'grover', settings: { width: 8, heads: 2, headWidth: 8 } };
    const train = async (name: string, data: object, asked: object = {}): Promise<number[]> => {
      const place = join(folder, name);
      const training = { ...smallConfig.training, ...asked };
      const read = { paths: [table], ...data };
      const config = { ...smallConfig, model: small, training, data: read, machine: { threads: 1 } };
      await trainRun(parseTrainConfig(config, 'the test'), { folder: place });
      return [...(await readFile(join(place, runFiles.model)))];
    };
    const withTrees = { ensembleSize: 2, blend: true };
    const described = await train('described', { featuresGenerator: 'rdkit' }, withTrees);
    const [inPage, explained] = await page.evaluate(
      async ([bytes, molecules]) => {
        const file = { name: 'd.onnx', content: new Blob([Uint8Array.from(bytes)]) };
        const model = await window.engine.openModel(file);
        return [await window.engine.predict(model, molecules), await window.engine.explain(model, 'CCO')] as const;
      },
      [described, molecules] as const,
    );
    compare(inPage, await predictInNode(join(folder, 'described')));
    assert.ok('targets' in explained);
    assert.match(explained.warnings.join(), /^Trees have \d+ % of the say in this model and are not explained/);
    const measured = await train('measured', { featuresPath: features });
    const refusal = await page.evaluate(
      (bytes) =>
        window.engine
          .openModel({ name: 'm.onnx', content: new Blob([Uint8Array.from(bytes)]) })
          .then(String, (error: Error) => error.message),
      measured,
    );
    assert.equal(
      refusal,
      'm.onnx: this model reads features from a file (assay, dose). Predict with it on the command line: graphsam predict --features-path FILE.',
    );
  });

  test('a table that is packed is read as it is', async () => {
    const packed = gzipSync(someMedicines(30));
    const report = await page.evaluate(
      (bytes) => window.engine.inspectTable([{ name: 'm.csv.gz', content: new Blob([Uint8Array.from(bytes)]) }]),
      [...packed],
    );
    assert.equal(report.molecules, 30);
    assert.deepEqual(report.tasks, ['cns']);
  });

  const badTables: Readonly<Record<string, readonly [name: string, content: string | Uint8Array, expected: RegExp]>> = {
    'an empty file': ['a.csv', '', /^DataError: a\.csv: the file is empty/],
    'a workbook': ['a.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), /^DataError: a\.xlsx: .*Excel workbook/],
    'damaged text': ['a.csv', Uint8Array.of(0xc2, 0xb5, 0xe9, 0x61), /^DataError: .*UTF-8/],
    'a cut-off archive': [
      'a.csv.gz',
      gzipSync(someMedicines(90)).subarray(0, 200),
      /^DataError: .*gzip archive is damaged/,
    ],
    'a table without labels': ['a.csv', 'smiles\nCCO\nCC\n', /^DataError: a\.csv: no column holds labels/],
    'a table without a header': ['a.csv', 'CCO,1\nCCC,0\n', /^DataError: a\.csv, line 1: .*`data\.header: false`/],
    'labels with units': ['a.csv', 'smiles,y\nCCO,1 uM\nCC,2\nC,3\n', /^DataError: a\.csv, line 2, column y/],
    'classes with three values': [
      'a.csv',
      'smiles,y\nCCO,-1\nCC,1\nC,1\n',
      /^DataError: a\.csv, column y: labels are -1 and 1/,
    ],
  };
  for (const [what, [name, content, expected]] of Object.entries(badTables)) {
    test(`${what} is refused with file, place and advice, as on the command line`, async () => {
      const bytes = [...(typeof content === 'string' ? new TextEncoder().encode(content) : content)];
      const refusal = await page.evaluate(
        async ([name, bytes]) => {
          try {
            await window.engine.inspectTable([{ name, content: new Blob([Uint8Array.from(bytes)]) }]);
            return undefined;
          } catch (error) {
            const { name: kind, message, what, advice } = error as GraphsamError;
            return { text: `${kind}: ${message}`, what, advice };
          }
        },
        [name, bytes] as const,
      );
      assert.match(refusal!.text, expected);
      assert.ok(refusal!.what && refusal!.advice);
    });
  }

  test('what is no model is refused by name, and nothing of it is run', async () => {
    const files: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
      'x.onnx': [text('smiles,y\n'), /CheckpointError: x\.onnx: a text file/],
      'y.zip': [zipSync({ 'a/b.txt': Uint8Array.of(1) }), /CheckpointError: y\.zip: it holds no run\.json/],
      'z.zip': [Uint8Array.of(0x50, 0x4b, 1, 2, 3), /CheckpointError: z\.zip: it cannot be unpacked/],
      'm.zip': [zipSync({ 'm/model.onnx': Uint8Array.of(1) }), /CheckpointError: m\.zip: .* only a model\.onnx/],
      'n.zip': [zipSync({ 'run.json': text('[]') }), /CheckpointError: n\.zip\/run\.json: it does not describe a run/],
      'two.zip': [
        zipSync({ 'fold_0/run.json': text('{}'), 'fold_1/run.json': text('{}') }),
        /CheckpointError: two\.zip: it holds several files run\.json\. .*one fold/,
      ],
    };
    for (const [name, [bytes, expected]] of Object.entries(files)) {
      const refusal = await page.evaluate(
        ([name, bytes]) =>
          window.engine[name.endsWith('.zip') ? 'importRun' : 'openModel']({
            name,
            content: new Blob([Uint8Array.from(bytes)]),
          }).then(String, (error: Error) => `${error.name}: ${error.message}`),
        [name, [...bytes]] as const,
      );
      assert.match(refusal, expected);
    }
  });
});

/** The zip as the page gives it, to the commands that read a run. Returns the report that they write. */
async function commandsOnZip(
  zip: Uint8Array,
  { folder, table }: { readonly folder: string; readonly table: string },
): Promise<string> {
  assert.deepEqual(
    [...new Set(Object.keys(unzipSync(zip)).map((name) => name.split('/')[0]))],
    ['table-a-run'],
    'one folder at its top',
  );
  const path = join(folder, 'table-run.zip');
  await writeFile(path, zip);
  const output = join(folder, 'zip_preds.csv');
  const run = async (args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await graphsam(args, folder);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  await run(['predict', path, table, '-o', output]);
  assert.equal((await readFile(output, 'utf8')).trimEnd().split('\n').length, 91);
  assert.match(await run(['evaluate', path, table]), /90 molecules: roc-auc/);
  await run(['report', path]);
  const report = await readFile(join(folder, 'table-run-report.html'), 'utf8');
  assertSelfContained(report);
  return report;
}

function sectionsOf(html: string): string[] {
  return [...html.matchAll(/<h2[^>]*>([^<]*)/g)].map(([, title]) => title!);
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

/** The report holds charts and structures, and neither scripts nor anything that is fetched. */
function assertSelfContained(html: string): void {
  assert.match(html, /^<!doctype html>/);
  assert.ok((html.match(/<svg/g)?.length ?? 0) > 10, 'charts and structures');
  assert.doesNotMatch(html, /<(script|link|iframe|object)\b|@import|url\(/i);
  const addresses = [...html.matchAll(/\s(?:src|href|srcset|action)="([^"]*)"/gi)].map(([, address]) => address!);
  assert.deepEqual(
    addresses.filter((address) => !address.startsWith('#')),
    [],
  );
}

async function bytesOf(page: Page, what: 'exportRun' | 'exportModel', id: string): Promise<Uint8Array> {
  const bytes = await page.evaluate(
    async ([what, id]) => [...new Uint8Array(await (await window.engine[what](id)).arrayBuffer())],
    [what, id] as const,
  );
  return Uint8Array.from(bytes);
}

async function unpack(zip: Uint8Array, place: string): Promise<void> {
  await mkdir(place);
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    await writeFile(join(place, basename(name)), content);
  }
}

async function pack(place: string, prefix: string): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (const name of await readdir(place)) files[prefix + name] = new Uint8Array(await readFile(join(place, name)));
  return zipSync(files);
}

async function predictInNode(place: string) {
  const [runtime, chemistry] = [await loadRuntime(), await loadChemistry()];
  const bytes = new Uint8Array(await readFile(join(place, runFiles.model)));
  const predictor = await openModelPredictor(bytes, { runtime, chemistry, where: place, threads: 1 });
  const predictions = await predictor.predict(molecules);
  await predictor.release();
  return predictions;
}

interface Prediction {
  readonly values?: readonly number[];
  readonly reason?: string;
}

function compare(found: readonly Prediction[], expected: readonly Prediction[]): void {
  assert.deepEqual(
    found.map(({ reason }) => reason),
    expected.map(({ reason }) => reason),
  );
  const values = (predictions: readonly Prediction[]): number[] => predictions.flatMap((each) => each.values ?? []);
  assert.equal(values(expected).length, molecules.length - 1);
  assertClose(values(found), values(expected), { absolute: 1e-4, label: 'predictions' });
}

/** The same cells, numbers in them to 1e-4. */
function compareCsv(found: string, expected: string): void {
  const [left, right] = [found, expected].map((text) => text.split('\n').map((line) => line.split(',')));
  assert.equal(left!.length, right!.length);
  for (const [row, cells] of left!.entries()) {
    for (const [column, cell] of cells.entries()) {
      const other = right![row]![column]!;
      if (cell === other) continue;
      assertClose([Number(cell)], [Number(other)], { absolute: 1e-4, label: `row ${row}, column ${column}` });
    }
  }
}

/** Forty molecules with a number that can be learned, and one row that is no molecule. */
function regressionTable(): string {
  const rows = Array.from({ length: 39 }, (_, index) => {
    const [chain, oxygens] = [1 + (index % 13), index % 3];
    return `${'C'.repeat(chain)}${'O'.repeat(oxygens > 0 ? 1 : 0)},${chain * 0.5 - oxygens}`;
  });
  return ['smiles,value', ...rows.slice(0, 20), 'C1CC,2.5', ...rows.slice(20), ''].join('\n');
}
