import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { documentPath, readmePath, readmeWithResults, resultsDocument } from './results/document.ts';

test('docs/results.md is what the raw results say (else: npm run results)', async () => {
  assert.equal(await readFile(documentPath, 'utf8'), await resultsDocument());
});

test('the table of the README is what the raw results say (else: npm run results)', async () => {
  assert.equal(await readFile(readmePath, 'utf8'), await readmeWithResults());
});
