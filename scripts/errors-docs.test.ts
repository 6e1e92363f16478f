import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { errorsDocument, errorsPath } from './errors-docs.ts';

test('docs/errors.md is what the table of codes says (else: npm run docs:errors)', async () => {
  assert.equal(await readFile(errorsPath, 'utf8'), errorsDocument());
});
