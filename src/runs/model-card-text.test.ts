import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../platform/index.node.ts';
import { modelCardText } from './model-card-text.ts';
import { readRun } from './run-folder.node.ts';

const folder = join(packageRoot(), 'test/fixtures/runs-0.1.0/finished');
const bytes = readFileSync(join(folder, 'model.onnx'));

test('the card for people says what is predicted, on what it was trained, by what, how good it is, and how to use it', async () => {
  const text = modelCardText(bytes, 'model.onnx', await readRun(folder));
  assert.match(text, /^# Model card: logS$/m);
  assert.match(text, /^- logS: in the unit and on the scale of the training table$/m);
  assert.match(text, /\| Written by \| graphsam 0\.1\.0, molecules read by RDKit /);
  assert.match(text, /\| Trained on \| .*\d+ molecules, split \w+, seed \d+ \|/);
  assert.match(text, /\| File \| model\.onnx, 0\.02 MB/);
  assert.match(text, /^On \d+ molecules of the test part, which were not trained on \(split \w+\):\n\n- rmse [\d.]+/m);
  assert.match(text, /The training molecules are not in the file/);
  assert.match(text, /graphsam predict model\.onnx/);
  assert.match(modelCardText(bytes, 'model.onnx'), /exported without its run folder/);
});

test('the card of an ensemble names elements by symbol, its deviations and intervals, and the molecules that the file gives away', () => {
  const file = join(packageRoot(), 'python/graphsam-predict/tests/fixtures/ensemble-regression.onnx');
  const ensemble = readFileSync(file);
  const text = modelCardText(ensemble, file);
  assert.match(text, /\| Model \| mean of \d networks, each compt: width \d+, /);
  assert.match(text, /\| Elements seen in training \| .*C, N, O/);
  assert.match(text, /The members of the ensemble give a deviation with each prediction, scaled by errors/);
  assert.match(text, /Intervals that hold the true value .*`coverage`/);
});
