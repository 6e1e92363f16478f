import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../platform/index.node.ts';
import { readModelCard } from './model-card.ts';
import { modelCardText } from './model-card-text.ts';

test('the card for people says what is predicted, on what it was trained, by what, and how to use it', () => {
  const bytes = readFileSync(join(packageRoot(), 'test/fixtures/runs-0.1.0/finished/model.onnx'));
  const text = modelCardText(readModelCard(bytes, 'model.onnx'), bytes.length);
  assert.match(text, /^- logS$/m);
  assert.match(text, /\| Written by \| graphsam 0\.1\.0, molecules read by RDKit /);
  assert.match(text, /\| Trained on \| .*\d+ molecules, split \w+, seed \d+ \|/);
  assert.match(text, /\| File \| model\.onnx, 0\.02 MB/);
  assert.match(text, /graphsam predict model\.onnx/);
});
