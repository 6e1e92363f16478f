/** Explanations of models that are given features beside the structures: they read tables as predictions do. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { type ExplainRunOptions, type Explanation, explainRun } from '../src/explain/index.node.ts';
import { evaluateRun, predictRun } from '../src/predict/index.node.ts';
import { parseTrainConfig, type RunEvent } from '../src/runs/index.ts';
import { trainRun } from '../src/training/index.node.ts';
import { assertClose } from './assert-close.ts';
import { graphsam } from './cli/command-line.ts';
import { smallMolecules } from './cli/small-tables.ts';
import { molblockOf } from './rewritten-smiles.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-explain-features-'));
after(() => rm(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const write = (name: string, lines: readonly string[]): Promise<void> => writeFile(at(name), `${lines.join('\n')}\n`);

async function train(name: string, data: object, onEvent: (event: RunEvent) => void = () => {}): Promise<void> {
  const input = {
    data: { paths: [at('table.csv')], targetColumns: ['y'], ...data },
    model: { name: 'compt', settings: { width: 8, heads: 2, layers: 1 } },
    optimizer: { name: 'adam' },
    training: { epochs: 3, batchSize: 8 },
    machine: { threads: 1 },
  };
  await trainRun(parseTrainConfig(input, 'the test'), { folder: at(name) }, { onEvent });
}

before(async () => {
  const rows = smallMolecules.map((each, row) => `m${row},${each},${(row % 5) + each.length},${row % 5}`);
  await write('table.csv', ['id,smiles,y,temperature', ...rows]);
  await write('features.csv', ['size,id', ...smallMolecules.map((each, row) => `${each.length},m${row}`)]);
  await train('by-file', { featuresPath: at('features.csv'), featuresIdColumn: 'id' });
  await train('by-column', { descriptorsColumns: ['temperature'], atomOrder: 'as-written' });
});

type Answer = { readonly value?: number; readonly reason: string };

async function predicted(options: ExplainRunOptions): Promise<Answer[]> {
  await predictRun({ ...options, output: at('predicted.csv'), overwrite: true, workers: 1 });
  const lines = (await readFile(at('predicted.csv'), 'utf8')).trimEnd().split('\n').slice(1);
  return lines.map((line) => {
    const [, value, reason] = /([^,;]*)[,;]("(?:[^"]|"")*"|[^,;]*)$/.exec(line)!;
    return {
      ...(value !== '' && { value: Number(value) }),
      reason: reason!.replace(/^"|"$/g, '').replaceAll('""', '"'),
    };
  });
}

async function explained(options: ExplainRunOptions): Promise<(Explanation | { readonly reason: string })[]> {
  const found: (Explanation | { readonly reason: string })[] = [];
  await explainRun(options, { onMolecule: (each) => void found.push(each) });
  return found;
}

/** Of each row the same prediction, or the same reason; and the contributions explain that prediction. */
async function assertAlike(options: Omit<ExplainRunOptions, 'output'>): Promise<Answer[]> {
  const ofTable = { ...options, output: undefined, threads: 1 };
  const [predictions, explanations] = [await predicted(ofTable), await explained(ofTable)];
  assert.equal(explanations.length, predictions.length);
  for (const [row, each] of explanations.entries()) {
    const { value, reason } = predictions[row]!;
    if ('reason' in each) {
      assert.equal(each.reason, reason);
      continue;
    }
    assertClose(each.prediction.values!, [value!], { relative: 1e-5 });
    assertClose([each.targets[0]!.prediction], [value!], { relative: 1e-4 });
  }
  return predictions;
}

describe('an explanation of a model that reads a file of features', () => {
  const file = { model: at('by-file'), featuresIdColumn: 'id' };

  it('is of what predict predicts, and names row by row what the file lacks', async () => {
    await write('new.csv', ['id,smiles', 'a,CCO', 'lost,CCO', 'b,CCO', 'lost,nothing', 'c,CCCN']);
    await write('new-features.csv', ['id,size', 'c,4', 'b,30', 'a,3', 'none,']);
    const input = { ...file, input: at('new.csv'), featuresPath: at('new-features.csv') };
    const [first, lost, other, wrong] = await assertAlike(input);
    assert.notEqual(first!.value, other!.value, 'the feature is read');
    assert.equal(lost!.reason, `${at('new-features.csv')} has no features of the id "lost"`);
    assert.match(wrong!.reason, /SMILES/);
  });

  it('goes by the order of rows without ids, and is refused where the file has more rows than the table', async () => {
    await write('two.csv', ['smiles', 'CCO', 'CCO']);
    await write('two-features.csv', ['size', '3', 'NaN']);
    const input = { model: at('by-file'), input: at('two.csv'), featuresPath: at('two-features.csv') };
    await assertAlike(input);
    await write('two-features.csv', ['size', '3', '4', '5']);
    await assert.rejects(explainRun({ ...input, output: at('refused') }), { code: 'features-mismatch' });
    await assert.rejects(readFile(at('refused/contributions.csv')), { code: 'ENOENT' });
  });
});

describe('an explanation of a model that reads columns of the table', () => {
  const model = at('by-column');

  it('is of what predict predicts, where a value is missing too', async () => {
    await write('warm.csv', ['smiles,temperature', 'CCO,0', 'CCO,4', 'CCO,', 'CCO,NaN', 'nothing,1']);
    const [cold, warm, empty, notANumber, wrong] = await assertAlike({ model, input: at('warm.csv') });
    assert.notEqual(cold!.value, warm!.value, 'the column is read');
    assert.ok(empty!.value !== undefined && empty!.value === notANumber!.value);
    assert.match(wrong!.reason, /SMILES/);
    const { notes } = await predictRun({ model, input: at('warm.csv'), output: at('noted.csv'), workers: 1 });
    assert.match(notes.join('\n'), /without a value: 2 \(temperature\); they are replaced by the mean/);
    await write('measured.csv', ['smiles,temperature,y', 'CCO,0,1.5', 'CCCO,,2.5']);
    const { warnings } = await evaluateRun({ model, input: at('measured.csv'), threads: 1 });
    assert.match(warnings.join('\n'), /without a value: 1 \(temperature\)/);
  });

  it('reads commas as decimal signs between semicolons, and gives a row with words a reason', async () => {
    await write('commas.csv', ['smiles;temperature', 'CCO;3,5', 'CCO;room', 'nothing;<7', 'CCO;1']);
    await write('points.csv', ['smiles,temperature', 'CCO,3.5']);
    const [comma, words, , other] = await assertAlike({ model, input: at('commas.csv') });
    const [point] = await assertAlike({ model, input: at('points.csv') });
    assert.equal(comma!.value, point!.value);
    assert.notEqual(comma!.value, other!.value);
    assert.equal(words!.reason, 'expected a number in column temperature and found "room"');
    const { notes } = await predictRun({ model, input: at('commas.csv'), output: at('of-commas.csv'), workers: 1 });
    assert.match(notes.join('\n'), /Column temperature: a comma is read as the decimal sign/);
  });

  it('names the atoms of a molfile in the order of the SMILES beside them, whatever order it has itself', async () => {
    const backwards = 'Fc1ccccc1CCO';
    await write('rows.csv', ['smiles,temperature', `${backwards},3`]);
    await write('rows.sdf', [molblockOf(backwards).trimEnd(), '>  <temperature>', '3', '', '$$$$']);
    for (const method of ['integrated-gradients', 'shapley'] as const) {
      const options = { model, output: undefined, threads: 1, method };
      const [text] = await explained({ ...options, input: at('rows.csv') });
      const [block] = await explained({ ...options, input: at('rows.sdf') });
      assert.ok(text && block && !('reason' in text) && !('reason' in block));
      assert.deepEqual([text.smiles, block.smiles], [backwards, 'OCCc1ccccc1F']);
      const [first] = block.molecule.atoms;
      assert.deepEqual([first!.atomicNumber, block.molecule.atoms.length], [8, 10]);
      const [own, turned] = [text, block].map(({ targets }) => targets[0]!.contributions);
      assertClose(turned!.toReversed(), own!, { relative: 1e-5 });
      assert.deepEqual(block.fragments?.toReversed(), text.fragments);
    }
  });

  it('is refused as a prediction is where the column is missing', async () => {
    await write('without.csv', ['smiles', 'CCO']);
    const options = { model, input: at('without.csv'), output: at('none-without'), threads: 1 };
    const refused = { code: 'column-missing', path: ['data', 'descriptorsColumns'] };
    await assert.rejects(explainRun(options), refused);
    await assert.rejects(predictRun({ ...options, workers: 1 }), refused);
  });
});

test('a column that is wanted twice is refused, and one without any value is warned about', async () => {
  const twice = train('twice', { descriptorsColumns: ['temperature', 'temperature'] });
  await assert.rejects(twice, { code: 'wrong-value', path: ['data', 'descriptorsColumns'], what: /temperature/ });
  await write('empty.csv', ['smiles,y,pH', ...smallMolecules.map((each) => `${each},${each.length},`)]);
  const warnings: string[] = [];
  await train('empty', { paths: [at('empty.csv')], descriptorsColumns: ['pH'] }, (event) => {
    if (event.kind === 'data') warnings.push(...event.warnings);
  });
  assert.match(warnings.join('\n'), /without any value: pH; nothing is learned from them/);
  assert.doesNotMatch(warnings.join('\n'), /replaced by the mean/);
});

it('SMILES on the command line are refused for such a model, with the table that it needs', async () => {
  for (const command of ['explain', 'predict']) {
    const ofColumn = await graphsam([command, at('by-column'), 'CCO'], folder);
    assert.notEqual(ofColumn.code, 0);
    assert.match(ofColumn.stderr, /SMILES alone are given.*: temperature/);
    assert.match(ofColumn.stderr, /Give a table .*SMILES and the columns temperature\./);
    const ofFile = await graphsam([command, at('by-file'), 'CCO'], folder);
    assert.match(ofFile.stderr, /SMILES alone are given.*: size/);
    assert.match(ofFile.stderr, /Give a table .*--features-path/);
  }
});
