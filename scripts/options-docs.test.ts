import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { trainConfigSchema } from '../src/runs/index.ts';
import { optionsDocument, optionsPath } from './options-docs.ts';

test('docs/options.md is what the schemas say (else: npm run docs:options)', async () => {
  assert.equal(await readFile(optionsPath, 'utf8'), await optionsDocument());
});

test('every key of the configuration of a training is in it', async () => {
  const text = await optionsDocument();
  const { data, split, training } = trainConfigSchema.parse({ data: { dataset: 'esol' } });
  for (const [section, keys] of Object.entries({ data, split, training })) {
    for (const key of Object.keys(keys)) assert.ok(text.includes(`\`${section}.${key}\``), `${section}.${key}`);
  }
});
