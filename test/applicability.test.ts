/** A small run, and how it says whether molecules are like those it was trained on. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readTrainingMolecules } from '../src/applicability/index.ts';
import { CheckpointError } from '../src/base/errors.ts';
import { loadPredictor, predictRun } from '../src/predict/index.node.ts';
import { writeReport } from '../src/report/index.node.ts';
import { parseTrainConfig } from '../src/runs/config/train-config.ts';
import { serveModels } from '../src/service/index.node.ts';
import { trainRun } from '../src/training/train-run.node.ts';

const chains = Array.from({ length: 12 }, (_, index) => 'C'.repeat(index + 1));
const rows = chains.flatMap((chain, index) => [
  [`${chain}O`, index / 8],
  [`${chain}N`, index / 4],
]);
let folder: string;
const path = (name: string): string => join(folder, name);

function train(name: string, data: object = {}): Promise<unknown> {
  const input = {
    data: { paths: [path('table.csv')], ...data },
    model: { settings: { width: 8, heads: 2, layers: 1 } },
    training: { epochs: 1, batchSize: 8 },
    machine: { threads: 1 },
  };
  return trainRun(parseTrainConfig(input, 'the test'), { folder: path(name) });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-applicability-'));
  await writeFile(path('table.csv'), `smiles,y\n${rows.map((row) => row.join()).join('\n')}\n`);
  await train('run');
});
after(() => rm(folder, { recursive: true, force: true }));

describe('applicability', () => {
  it('calls no limit the label of a training molecule', async () => {
    const limits = rows.map(([smiles, label], row) => `${smiles},${row % 4 === 0 ? '>' : ''}${label}`);
    await writeFile(path('limits.csv'), `smiles,y\n${limits.join('\n')}\n`);
    await train('limits', { paths: [path('limits.csv')], censored: 'bound' });
    const kept = readTrainingMolecules(await readFile(path('limits/model.onnx')), 'model.onnx')!;
    const labels = new Map(kept.smiles.map((smiles, at) => [smiles, kept.labels[at]]));
    assert.ok(labels.size > 15);
    for (const [row, [smiles, label]] of rows.entries()) {
      if (labels.has(smiles as string)) assert.equal(labels.get(smiles as string), row % 4 === 0 ? Number.NaN : label);
    }
  });

  it('predict adds the most similar training molecule with its label, and what is unseen', async () => {
    const splits = JSON.parse(await readFile(path('run/splits.json'), 'utf8'));
    const [smiles, label] = rows[splits[0].train[0]]!;
    await writeFile(path('new.csv'), `smiles\n${smiles}\nnothing\nOB(O)c1ccccc1\n`);
    const input = { model: path('run'), input: path('new.csv'), output: path('new_preds.csv'), workers: 1 };
    const { columns } = await predictRun({ ...input, withApplicability: true });
    assert.deepEqual(columns.tasks.slice(1), [
      'nearest_training_smiles',
      'nearest_training_similarity',
      'nearest_training_y',
      'unseen_environments',
    ]);
    const [header, same, unread, strange] = (await readFile(path('new_preds.csv'), 'utf8')).trim().split('\n');
    assert.equal(header, `smiles,${columns.tasks.join()},reason`);
    const [, , nearest, similarity, found, unseen] = same!.split(',');
    assert.deepEqual([similarity, unseen], ['1', '0']);
    // Long chains have the same fingerprint, and the first of them is named.
    if (nearest === smiles) assert.equal(Number(found), label);
    assert.match(unread!, /^nothing,,,,,,./);
    assert.match(strange!, /,0\.\d+,[\d.]+,(1|0\.[5-9]\d*),not in the training: B$/);
  });

  it('the library answers the same fields', async () => {
    const predictor = await loadPredictor(path('run'), { withApplicability: true });
    const [answer] = await predictor.predict(['CCO']);
    await predictor.release();
    assert.ok(Number(answer!.values!.nearest_training_similarity) > 0.4, JSON.stringify(answer));
    assert.deepEqual(
      Object.keys(answer!.values!),
      predictor.fields.map(({ name }) => name),
    );
  });

  it('a service answers the fields and the table of predict', async () => {
    const service = await serveModels({ runs: [path('run')], port: 0, threads: 1, applicability: true });
    const post = async (type: string, body: string): Promise<Response> =>
      fetch(`${service.url}/predict`, { method: 'POST', headers: { 'Content-Type': type }, body });
    try {
      const table = await readFile(path('new.csv'), 'utf8');
      const written = await readFile(path('new_preds.csv'), 'utf8');
      assert.equal(await (await post('text/csv', table)).text(), written);
      const [header, ...lines] = written.trim().split('\n');
      const names = header!.split(',').slice(1, -1);
      const smiles = table.trim().split('\n').slice(1);
      const { predictions } = await (await post('application/json', JSON.stringify({ smiles }))).json();
      for (const [row, line] of lines.entries()) {
        const [, ...cells] = line.split(',');
        const { values } = predictions[row];
        const answered = names.map((name) => (values === null ? '' : String(values[name])));
        assert.deepEqual(answered, cells.slice(0, names.length), line);
      }
    } finally {
      await service.close();
    }
  });

  it('the report shows the error by similarity', async () => {
    const report = await readFile(await writeReport({ runs: [path('run')] }), 'utf8');
    assert.match(report, /id="similarity".*Error by similarity to the training set/s);
  });

  it('a run can keep its training molecules out of the model file, and predictions then refuse to compare', async () => {
    await train('secret', { trainingFingerprints: false });
    const model = await readFile(path('secret/model.onnx'));
    assert.equal(readTrainingMolecules(model, 'secret'), undefined);
    assert.ok(!model.includes('CCCCCO') && !model.includes('graphsam.training'));
    const input = { model: path('secret'), input: path('table.csv'), output: path('secret_preds.csv') };
    await assert.rejects(
      predictRun({ ...input, withApplicability: true }),
      (error) => error instanceof CheckpointError && error.code === 'no-training-molecules',
    );
    assert.doesNotMatch(await readFile(await writeReport({ runs: [path('secret')] }), 'utf8'), /id="similarity"/);
  });
});
