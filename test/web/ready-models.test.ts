/** The models that come with the page, and structures as the sketcher reads them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readTrainingMolecules } from '../../src/applicability/index.ts';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { readModelCard } from '../../src/runs/index.ts';
import { readStructure } from '../../web/ui/draw/read-structure.ts';
import { accuracyOf } from '../../web/ui/predict/ready-accuracy.ts';

const folder = join(packageRoot(), 'web/models');

interface Facts {
  readonly name: string;
  readonly targets: readonly string[];
  readonly trainedOn: number;
  readonly sizeBytes: number;
  readonly tested: { readonly metric: string; readonly value: number; readonly guess: number };
}

test('each ready model is what is said of it, is better than guessing, and passes no structure or label on', () => {
  const all = JSON.parse(readFileSync(join(folder, 'models.json'), 'utf8')) as readonly Facts[];
  assert.ok(all.length > 0);
  for (const { name, targets, trainedOn, sizeBytes, tested } of all) {
    const bytes = new Uint8Array(readFileSync(join(folder, `${name}.onnx`)));
    assert.equal(bytes.length, sizeBytes, name);
    const card = readModelCard(bytes, name);
    assert.deepEqual([card.tasks, card.training.molecules], [targets, trainedOn], name);
    const { smiles, labels } = readTrainingMolecules(bytes, name)!;
    assert.equal(smiles.join(''), '', name);
    assert.ok(labels.every(Number.isNaN), name);
    const gain = tested.metric === 'rmse' ? tested.guess - tested.value : tested.value - tested.guess;
    assert.ok(gain > 0, `${name}: ${tested.value} against ${tested.guess}`);
  }
});

test('where a ready model is offered, what it stays behind on the same molecules is named', () => {
  const tested = { molecules: 99, metric: 'roc-auc', value: 0.754, interval: [0.72, 0.79], guess: 0.5 };
  const said = (forest: number, trees: number): string =>
    accuracyOf({
      ...{ targets: ['a', 'b'], trainedOn: 900 },
      tested: {
        ...tested,
        baselines: [
          { name: 'descriptor-forest', value: forest },
          { name: 'boosted-trees', value: trees },
        ],
      },
    });
  assert.match(
    said(0.78, 0.74),
    /a random forest 0\.78, boosted trees 0\.74\. On this table it stays behind a random forest by ROC-AUC\.$/,
  );
  assert.match(said(0.78, 0.786), /stays behind a random forest and boosted trees by ROC-AUC\.$/);
  assert.doesNotMatch(said(0.7, 0.74), /behind/);
});

test('the sketcher takes SMILES and molfiles, and refuses the rest in one line', () => {
  const reader = {
    fromSmiles: (text: string) => {
      if (text.includes(' ')) throw new Error('no SMILES');
      return `smiles ${text}`;
    },
    fromMolfile: () => 'molfile',
  };
  assert.deepEqual(readStructure(' CCO\n', reader), { molecule: 'smiles CCO' });
  assert.deepEqual(readStructure('\n\n\n  0  0\nM  END\n', reader), { molecule: 'molfile' });
  assert.deepEqual(readStructure('not a molecule', reader), { wrong: 'This is neither SMILES, InChI nor a molfile.' });
});
