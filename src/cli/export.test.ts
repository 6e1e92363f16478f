import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../platform/index.node.ts';
import { exportModel } from './export.ts';
import { Output } from './output.ts';

test('export leaves the model as it is and a card beside it, and replaces neither unasked', async () => {
  const base = await mkdtemp(join(tmpdir(), 'graphsam-export-'));
  try {
    const run = join(packageRoot(), 'test/fixtures/runs-0.1.0/finished');
    const folder = join(base, 'solubility', '2');
    const call = (given: Record<string, string | boolean>): Promise<number> =>
      exportModel.run(
        { positional: [run], given: { 'output-dir': folder, ...given } },
        new Output({ words: 'stderr' }),
      );
    assert.equal(await call({}), 0);
    assert.deepEqual(await readFile(join(folder, 'model.onnx')), await readFile(join(run, 'model.onnx')));
    assert.match(await readFile(join(folder, 'MODEL_CARD.md'), 'utf8'), /^# Model card/);
    await assert.rejects(call({}), { code: 'output-exists' });
    assert.equal(await call({ overwrite: true }), 0);
  } finally {
    await rm(base, { recursive: true });
  }
});
