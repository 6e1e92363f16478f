import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { optimizerNames } from '../src/optim/registry.ts';
import { documentPath, optimizersDocument } from './optimizers-docs.ts';

test('docs/optimizers.md is what the registry says (else: npm run docs:optimizers)', async () => {
  assert.equal(await readFile(documentPath, 'utf8'), optimizersDocument());
});

test('the document has a section for every optimizer', () => {
  for (const name of optimizerNames) assert.match(optimizersDocument(), new RegExp(`^### ${name}$`, 'm'));
});

test('defaults are given to the digits that tell them from their bounds', () => {
  assert.match(optimizersDocument(), /^\| `beta2` \| 0\.99999 \| at least 0, below 1 \|/m);
});

test('only tables and single words are longer than 100 characters', () => {
  const long = optimizersDocument()
    .split('\n')
    .filter((line) => line.length > 100 && line.trim().includes(' ') && !line.startsWith('|'));
  assert.deepEqual(long, []);
});
