/** Explanations of trained models whose rules are known, from training to files; the full sizes are in `npm run results:explain`. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkCrippen, checkPlanted, crippenContributions } from '../scripts/explain/checks.ts';
import { ConfigError } from '../src/base/errors.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import { type Chemistry, isRejection, type Molecule } from '../src/chem/index.ts';
import { explainRun } from '../src/explain/index.node.ts';
import { type ExplanationSource, openExplanations } from '../src/explain/index.ts';
import { parseTrainConfig } from '../src/runs/config/train-config.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { trainRun } from '../src/training/train-run.node.ts';
import { assertClose } from './assert-close.ts';
import { assertRefused, graphsam } from './cli/command-line.ts';

let folder: string;
let chemistry: Chemistry;
let source: ExplanationSource;
const path = (name: string): string => join(folder, name);

/** Chains and rings with other groups; a nitrile adds 2. */
const bodies = ['C', 'CC', 'CCC', 'CCCC', 'CC(C)', 'C1CCCCC1', 'c1ccccc1', 'Cc1ccccc1', 'c1ccncc1', 'C1CCOC1'];
const groups = ['O', 'N', 'F', 'Cl', 'C(=O)O', 'C(=O)N', 'OC'];
const withGroup = bodies.flatMap((body) => ['', ...groups].map((group) => [body, group] as const));
const smilesOf = ([body, group]: readonly [string, string], head: string): string => head + body + group;
const rows = withGroup.flatMap((pair) => [
  [smilesOf(pair, 'C'), 0],
  [smilesOf(pair, 'N#CC'), 2],
  [smilesOf(pair, 'OC'), 0],
]);

async function train(
  name: string,
  table: readonly string[],
  options: { width: number; epochs: number; taskType?: string; split?: object; training?: object },
): Promise<void> {
  await writeFile(path(`${name}.csv`), `smiles,y\n${table.join('\n')}\n`);
  const input = {
    data: { paths: [path(`${name}.csv`)], targetColumns: ['y'], taskType: options.taskType ?? 'regression' },
    split: { sizes: [0.8, 0.1, 0.1], ...options.split },
    model: { preset: 'authors', settings: { width: options.width, heads: 4, layers: 1 } },
    optimizer: { name: 'adam' },
    training: { epochs: options.epochs, batchSize: 16, ...options.training },
    machine: { threads: 1 },
  };
  await trainRun(parseTrainConfig(input, 'the test'), { folder: path(name) });
}

async function open(name: string): Promise<ExplanationSource> {
  const bytes = new Uint8Array(await readFile(path(`${name}/model.onnx`)));
  return openExplanations(bytes, { chemistry, runtime: await loadRuntime(), threads: 1, where: name });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-explain-'));
  chemistry = await loadChemistry();
  await train(
    'rule',
    rows.map((row) => row.join()),
    { width: 16, epochs: 12 },
  );
  source = await open('rule');
});
after(async () => {
  await source.release();
  await rm(folder, { recursive: true, force: true });
});

/** 1 for the atoms of a nitrile. */
function nitrileAtoms({ atoms, bonds }: Molecule): number[] {
  const members = new Set(bonds.filter(({ type }) => type === 'triple').flatMap(({ begin, end }) => [begin, end]));
  return atoms.map((_, atom) => (members.has(atom) ? 1 : 0));
}

describe('explanations', () => {
  it('find a planted group in 95 % of the held-out molecules that have it', async () => {
    const heldOut = JSON.parse(await readFile(path('rule/splits.json'), 'utf8'))[0];
    const smiles = [...heldOut.val, ...heldOut.test].map((row: number) => String(rows[row]![0]));
    for (const method of ['integrated-gradients', 'shapley'] as const) {
      const { molecules, found } = await checkPlanted(source, smiles, nitrileAtoms, method);
      assert.ok(molecules >= 10 && found >= 0.95 * molecules, `${method}: ${found} of ${molecules}`);
    }
  });

  it('correlate with the known contributions of atoms for a model of a sum over atoms', async () => {
    const known = await crippenContributions();
    const heldOut = new Set(known.map(({ smiles }) => smiles));
    const text = await readFile(new URL('../../assets/medicines.csv', import.meta.url), 'utf8');
    const molecules = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => chemistry.parse(line.split(',')[1]!, { atomOrder: 'canonical' }))
      .filter((parsed): parsed is Molecule => !isRejection(parsed) && !heldOut.has(parsed.spelling));
    const label = (molecule: Molecule): number => chemistry.descriptors(molecule).CrippenClogP!;
    await train(
      'logp',
      molecules.map((each) => `${each.canonicalSmiles},${label(each)}`),
      { width: 16, epochs: 15 },
    );
    const logp = await open('logp');
    const found = await checkCrippen(logp, known.slice(0, 25));
    await logp.release();
    assert.ok(found.correlation > 0.4, JSON.stringify(found));
  });

  it('of an ensemble add up to what its networks say together, on the scale of each fold', async () => {
    const table = rows.slice(0, 60).map(([smiles, y]) => `${smiles},${Number(y) + String(smiles).length}`);
    const folds = { split: { type: 'cv', folds: 3, sizes: undefined }, training: { ensembleOfFolds: true } };
    await train('folds', table, { width: 8, epochs: 3, ...folds });
    const ofFolds = await open('folds');
    for (const method of ['integrated-gradients', 'shapley'] as const) {
      const explained = await ofFolds.explain('N#CCCCO', { method });
      assert.ok('targets' in explained);
      const [{ prediction, baseline, contributions }] = explained.targets as [(typeof explained.targets)[0]];
      assertClose([prediction], [explained.prediction.values![0]!], { relative: 1e-5 });
      const sum = contributions.reduce((total, each) => total + each, 0);
      assertClose([sum], [prediction - baseline], { absolute: 1e-5 });
    }
    assert.deepEqual(ofFolds.warnings, []);
    await ofFolds.release();
  });

  it('of networks that say a variance are of their values, alone, as an ensemble, of folds and beside trees', async () => {
    const table = rows.slice(0, 60).map(([smiles, y]) => `${smiles},${Number(y) + String(smiles).length}`);
    const kinds = {
      alone: {},
      seeds: { training: { ensembleSize: 2 } },
      folds: { split: { type: 'cv', folds: 3, sizes: undefined }, training: { ensembleOfFolds: true } },
      blend: { training: { ensembleSize: 2, blend: true } },
    };
    for (const [kind, options] of Object.entries(kinds)) {
      const training = { loss: 'mean-variance', ...('training' in options && options.training) };
      await train(`variance-${kind}`, table, { width: 8, epochs: 2, ...options, training });
      const opened = await open(`variance-${kind}`);
      for (const method of ['integrated-gradients', 'shapley'] as const) {
        const explained = await opened.explain('N#CCCCO', { method });
        assert.ok('targets' in explained);
        const [{ prediction, baseline, contributions }] = explained.targets as [(typeof explained.targets)[0]];
        const sum = contributions.reduce((total, each) => total + each, 0);
        assertClose([sum], [prediction - baseline], { absolute: 1e-4 });
        // The prediction of a blend is of its trees too.
        if (kind !== 'blend') assertClose([prediction], [explained.prediction.values![0]!], { relative: 1e-4 });
      }
      await opened.release();
    }
  });

  it('of classes are the log-odds of the calibrated probabilities that are predicted', async () => {
    const table = rows.map(([smiles, y], row) => `${smiles},${row % 7 === 0 ? 0 : Number(y) / 2}`);
    const split = { sizes: [0.5, 0.4, 0.1] };
    for (const calibration of ['temperature', 'platt']) {
      const name = `calibrated-${calibration}`;
      const options = { taskType: 'classification', split, training: { calibration } };
      await train(name, table, { width: 8, epochs: 3, ...options });
      const opened = await open(name);
      const { scale, labels } = opened.predictor.card.trust!.classes!.targets[0]!;
      assert.ok(labels > 0 && Math.abs(scale - 1) > 0.01, `${calibration}: ${scale}`);
      for (const method of ['integrated-gradients', 'shapley'] as const) {
        const explained = await opened.explain('N#CCCCO', { method });
        assert.ok('targets' in explained);
        const [{ quantity, prediction, baseline, contributions }] = explained.targets as [
          (typeof explained.targets)[0],
        ];
        const [probability] = explained.prediction.values as [number];
        assert.equal(quantity, 'log-odds of y');
        assertClose([prediction], [Math.log(probability / (1 - probability))], { absolute: 1e-3 });
        const sum = contributions.reduce((total, each) => total + each, 0);
        assertClose([sum], [prediction - baseline], { absolute: 1e-3 });
      }
      await opened.release();
    }
  });

  it('name the class that is explained, and number parts from 1 wherever they are shown', async () => {
    const table = rows
      .slice(0, 90)
      .map(([smiles, y], row) => `${smiles},${['plain', 'ether', 'nitrile'][y ? 2 : row % 2]}`);
    await train('several', table, { width: 8, epochs: 2, taskType: 'multiclass' });
    await writeFile(path('one.csv'), 'smiles\nN#CCCO\n');
    const input = { model: path('several'), input: path('one.csv'), output: path('parts'), threads: 1 };
    await explainRun({ ...input, method: 'shapley' });
    const [header, line] = (await readFile(path('parts/contributions.csv'), 'utf8')).trim().split('\n');
    assert.match(
      header!,
      /^smiles,explained_smiles,fragments,y_explained,y_explained_class,y_baseline,y_contributions,/,
    );
    const [, list, name] = /^N#CCCO,[^,]+,"(\[[^\]]+\])",[^,]+,([^,]+),/.exec(line!)!;
    assert.deepEqual(JSON.parse(list!).sort(), [1, 2, 3, 4, 5]);
    const page = await readFile(path('parts/explanations.html'), 'utf8');
    assert.ok(page.includes(`y: logit of ${name} above the mean of the classes`), name);
    assert.match(page, /<td>1<\/td>/);
    assert.doesNotMatch(page, /<td>(0|6)<\/td>/);
    const printed = await graphsam(['explain', path('several'), 'N#CCCO', '--method', 'shapley', '--json'], folder);
    const explanation = JSON.parse(
      printed.stdout
        .trim()
        .split('\n')
        .find((text) => /"explanation"/.test(text))!,
    );
    assert.deepEqual([...explanation.fragments].sort(), [1, 2, 3, 4, 5]);
    assert.equal(explanation.targets[0].ofClass, name);
  });

  it('of a blend leave the trees out and say so', async () => {
    const table = rows.slice(0, 60).map((row) => row.join());
    await train('blend', table, { width: 8, epochs: 3, training: { ensembleSize: 2, blend: true } });
    const blend = await open('blend');
    assert.match(blend.warnings.join(), /^Trees have \d+ % of the say in this model and are not explained/);
    const explained = await blend.explain('N#CCCCO');
    assert.ok('targets' in explained);
    await blend.release();
  });

  it('say which similar training molecules have another outcome', async () => {
    const explained = await source.explain('N#CCCCO');
    assert.ok(!('reason' in explained), JSON.stringify(explained));
    const [others] = explained.counterfactuals;
    assert.ok(others!.length > 0);
    for (const { smiles, label } of others!) assert.ok(label === 0 && !smiles.includes('C#N'), `${smiles} ${label}`);
    assert.ok(others![0]!.similarity >= others!.at(-1)!.similarity);
  });

  it('come as a table, a page and drawings, with a reason for what is no molecule', async () => {
    await writeFile(path('new.csv'), 'id,smiles\na,N#CCCO\nb,nothing\nc,CCO\n');
    const input = { model: path('rule'), input: path('new.csv'), output: path('explained'), threads: 1 };
    const { rows: count, failed } = await explainRun(input);
    assert.deepEqual([count, failed], [3, 1]);
    assert.deepEqual(await readdir(path('explained/drawings')), ['0001.svg', '0003.svg']);
    const [header, first, second] = (await readFile(path('explained/contributions.csv'), 'utf8')).trim().split('\n');
    assert.match(header!, /^id,smiles,explained_smiles,y_explained,y_baseline,y_contributions,y_residual,.*,reason$/);
    const [, prediction, baseline, list] = /^a,N#CCCO,[^,]+,([^,]+),([^,]+),"(\[[^\]]+\])"/.exec(first!)!;
    const sum = JSON.parse(list!).reduce((total: number, each: number) => total + each, 0);
    assert.ok(Math.abs(sum - (Number(prediction) - Number(baseline))) < 1e-3, first);
    assert.match(second!, /^b,nothing,,.*SMILES/);
    const page = await readFile(path('explained/explanations.html'), 'utf8');
    assert.equal(page.match(/<img class="drawing"/g)!.length, 2);
    assert.match(page, /Similar training molecules with another outcome/);
    assert.doesNotMatch(page, /<script|https?:\/\/(?!www\.w3\.org)/);
    await assert.rejects(explainRun(input), (error) => error instanceof ConfigError && error.code === 'output-exists');
    const wrong = { ...input, overwrite: true, targets: ['z'] };
    await assert.rejects(explainRun(wrong), (error) => error instanceof ConfigError && error.code === 'unknown-name');
    await writeFile(path('fewer.csv'), 'id,smiles\na,CCO\n');
    await writeFile(path('explained/drawings/mine.svg'), '');
    await explainRun({ ...input, input: path('fewer.csv'), overwrite: true });
    assert.deepEqual(await readdir(path('explained/drawings')), ['0001.svg', 'mine.svg'], 'none of other molecules');
  });

  it('keep the columns of a table that has some of theirs, and say what the model was not trained on', async () => {
    await writeFile(path('again.csv'), 'smiles,reason,y_explained\n[U],mine,1\nCCO,,2\n');
    const input = { model: path('rule'), input: path('again.csv'), output: path('again'), threads: 1 };
    const { columns, reason } = await explainRun(input);
    assert.deepEqual([columns[1], reason], ['y_explained_2', 'reason_2']);
    const lines = (await readFile(path('again/contributions.csv'), 'utf8')).trim().split('\n');
    const header = lines[0]!.split(',');
    assert.equal(new Set(header).size, header.length);
    assert.match(lines[1]!, /^\[U\],mine,1,\[U\],.*,not in the training: U$/);
    assert.match(lines[2]!, /^CCO,,2,.*,$/);
    const page = await readFile(path('again/explanations.html'), 'utf8');
    assert.equal(page.match(/not in the training: U/g)!.length, 1);
    const printed = await graphsam(['explain', path('rule'), '[U]', '--threads', '1'], folder);
    assert.match(printed.stdout, /^ {2}not in the training: U$/m);
    const toStream = await graphsam(['explain', path('rule'), 'CCO', '-o', '-'], folder);
    assert.equal(toStream.code, 2);
    assert.match(toStream.stderr, /several files.*\n.*Name a folder/s);
  });

  it('are printed for SMILES on the command line, as predictions are', async () => {
    const explained = await graphsam(['explain', path('rule'), 'N#CCCO', '--json'], folder);
    const line = explained.stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text))
      .find(({ kind }) => kind === 'explanation');
    assert.equal(line.targets[0].contributions.length, 5);
    assert.ok(line.applicability.similarity > 0.3);
    const predicted = await graphsam(['predict', path('rule'), 'N#CCCO', 'CXX', 'CCO'], folder);
    const [header, first, second] = predicted.stdout.trim().split('\n');
    assert.equal(header, 'smiles,y_prediction,reason');
    assert.match(first!, /^N#CCCO,[\d.-]+,$/);
    assert.match(second!, /^CXX,,./);
    const refused = await graphsam(['predict', path('rule'), 'nothing'], folder);
    assert.match(refused.stderr, /there is no such file, and it is not a SMILES/);
    const reasons = await graphsam(['explain', path('rule'), 'CCO', 'CXX'], folder);
    assert.match(reasons.stdout, /^CXX: not a SMILES/m);
    for (const command of ['explain', 'predict']) {
      const empty = { exit: 2, code: 'wrong-value', names: /empty argument, behind CCO/ };
      await assertRefused([command, path('rule'), 'CCO', '', 'CXX'], folder, empty);
    }
  });
});
