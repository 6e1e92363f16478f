/** Model files that come from elsewhere: other versions, other programs, damage, and names that want to get out of the folder. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { modelCardFormat } from '../../src/runs/index.ts';
import { assertRefused, filesIn, folderWith, graphsam } from './command-line.ts';
import { withExternalWeights } from './external-weights.ts';
import { regressionTable, tiny } from './small-tables.ts';

/** The model with a text in it replaced by one of the same length, so that nothing else changes. */
function replaced(model: Buffer, from: string, to: string): Buffer {
  assert.equal(from.length, to.length);
  assert.ok(model.includes(from), from);
  return Buffer.from(model.toString('latin1').replaceAll(from, to), 'latin1');
}

describe('models from elsewhere', () => {
  test('each is refused or warned about by what it is, and no name in it leads to a file', async (context) => {
    const root = folderWith(context);
    const folder = join(root, 'inner');
    mkdirSync(folder);
    writeFileSync(join(folder, 'table.csv'), regressionTable());
    // A name with room for a hostile one of the same length.
    const trained = 'a-table-with-a-long-name.csv';
    writeFileSync(join(folder, trained), regressionTable());
    await graphsam(['train', trained, ...tiny, '-o', 'run'], folder);
    // Without the checksum of its description, as graphsam 0.1.0 wrote it: what is checked here is what the description says.
    const model = replaced(readFileSync(join(folder, 'run', 'model.onnx')), 'graphsam.checksum', 'graphsam.checksux');
    // As other programs write them: a network without a checksum.
    const unchecked = replaced(model, 'graphChecksum', 'graphUnchecke');
    const old = replaced(unchecked, '"featurizer"', '"featurizeX"');
    const text = model.toString('latin1');
    const [data] = /(?<="data":")[^"]+/.exec(text)!;
    const [version] = /(?<="RDKit","version":")[^"]+/.exec(text)!;
    const cut = (share: number): Buffer => model.subarray(0, Math.floor(share * model.length));

    const refused: Readonly<Record<string, readonly [Buffer, string, RegExp?]>> = {
      'newer.onnx': [replaced(model, `"format":${modelCardFormat}`, '"format":9'), 'newer-format', /format 9/],
      'older.onnx': [replaced(model, `"format":${modelCardFormat}`, '"format":0'), 'model-damaged', /format/],
      'kind.onnx': [replaced(model, '"model":"compt"', '"model":"other"'), 'unknown-model', /"other".*kind\.onnx/s],
      'settings.onnx': [replaced(model, '"heads":2', '"hands":2'), 'other-model', /hands.*settings\.onnx/s],
      'maximum.onnx': [replaced(model, '"maxAtoms":99', '"maxAtoms":-9'), 'model-damaged', /maxAtoms/],
      'damaged.onnx': [replaced(model, 'MatMul', 'MatNul'), 'model-damaged'],
      'operator.onnx': [replaced(unchecked, 'MatMul', 'MatNul'), 'model-damaged', /Mat?Nul.*operator\.onnx/s],
      'external.onnx': [withExternalWeights(unchecked, 'weights.bin'), 'model-damaged'],
      'outside.onnx': [withExternalWeights(unchecked, '../../outside.bin'), 'model-damaged'],
      'tenth.onnx': [cut(0.1), 'not-a-model'],
      'almost.onnx': [cut(0.999), 'not-a-model'],
      'weights.pt': [Buffer.from('\x80\x02}q\x00(X', 'latin1'), 'not-a-model', /pickle/],
      'checkpoint.onnx': [readFileSync(join(folder, 'run', 'checkpoint.safetensors')), 'not-a-model', /safetensors/],
      'run.onnx': [readFileSync(join(folder, 'run', 'run.json')), 'not-a-model', /text/],
    };
    for (const [name, [content]] of Object.entries(refused)) writeFileSync(join(folder, name), content);
    const before = filesIn(folder);
    for (const [name, [, code, names = new RegExp(name)]] of Object.entries(refused)) {
      await assertRefused(['predict', name, 'table.csv', '--threads', '1'], folder, { exit: 4, code, names });
    }
    assert.deepEqual(filesIn(folder), before, 'files left behind');

    // Names that a careless program would take for a path, a formula, markup, or a command to the terminal.
    const path = '../../x'.padEnd(data.length - 6, 'x');
    const hostile: Readonly<Record<string, readonly [Buffer, RegExp]>> = {
      'path.onnx': [replaced(model, `"data":"${data}"`, `"data":"${path}\\u001b"`), /\.\.\/\.\.\/xx/],
      'formula.onnx': [replaced(model, '"tasks":["y"]', '"tasks":["="]'), /^smiles,y,'=_prediction,reason$/m],
      'markup.onnx': [replaced(model, '"tasks":["y"]', '"tasks":["<"]'), /^smiles,y,<_prediction,reason$/m],
      'folder.onnx': [replaced(model, '"tasks":["y"]', '"tasks":["/"]'), /^smiles,y,\/_prediction,reason$/m],
      'toolkit.onnx': [
        replaced(old, `"RDKit","version":"${version}"`, `"RDKit","version":"19${version.slice(2)}"`),
        /warning: the model was trained with RDKit 19/,
      ],
    };
    const outside = filesIn(root);
    for (const [name, [content, says]] of Object.entries(hostile)) {
      writeFileSync(join(folder, name), content);
      const args = ['predict', name, 'table.csv', '-o', 'p.csv', '--overwrite', '--threads', '1'];
      const { code, stdout, stderr } = await graphsam(args, folder);
      assert.equal(code, 0, `${name}: ${stderr}`);
      assert.match(stdout + stderr + readFileSync(join(folder, 'p.csv'), 'utf8'), says, name);
      assert.ok(!stdout.includes('\u001b'), 'a terminal would obey');
    }
    assert.deepEqual(filesIn(folder), [...before, ...Object.keys(hostile), 'p.csv'].sort());
    assert.deepEqual(filesIn(root), outside);

    // A run folder whose checkpoint or description is not what it was.
    copyFileSync(join(folder, 'table.csv'), join(folder, 'other.csv'));
    rmSync(join(folder, 'run', 'model.onnx'));
    writeFileSync(join(folder, 'run', 'run.json'), '{"config": {"data": ');
    await assertRefused(['train', '--resume', 'run'], folder, { exit: 4, code: 'run-damaged', names: /run\.json/ });
  });
});
