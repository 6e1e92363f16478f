/** What the form says of the pre-trained encoder is true of its file. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../../src/platform/index.node.ts';
import { builtinEncoder } from '../../src/runs/index.ts';
import { readEncoder } from '../../src/training/index.ts';
import { pretrainedEncoder } from '../../web/ui/train/pretrained-encoder.ts';

test('name, size, model and molecules of the pre-trained encoder are those of the file of the package', async () => {
  const bytes = await readFile(join(packageRoot(), 'assets/encoder.safetensors'));
  const { model, molecules } = readEncoder(bytes, 'the encoder');
  const megabytes = Number((bytes.length / 1e6).toFixed(1));
  assert.deepEqual({ name: builtinEncoder, model, megabytes, molecules }, pretrainedEncoder);
});
