import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findAnalyses } from './find-analyses.node.ts';
import { analysisFolder } from './output-folder.ts';

test('analyses beside a run are found; those of other runs, damaged ones and missing ones are left out', async () => {
  const base = await mkdtemp(join(tmpdir(), 'graphsam-analyses-'));
  try {
    const run = join(base, 'first');
    assert.deepEqual(await findAnalyses(run), { sharpness: undefined, landscape: undefined });
    const folder = analysisFolder(`${run}/`);
    assert.equal(folder, `${run}-analysis`);
    await mkdir(folder);
    const sharpness = { kind: 'sharpness', format: 1, runs: [{ run: { name: 'first' } }, { run: { name: 'second' } }] };
    await writeFile(join(folder, 'sharpness.json'), JSON.stringify(sharpness));
    await writeFile(join(folder, 'landscape.json'), '{"kind":"landscape"');
    assert.deepEqual(await findAnalyses(run), { sharpness, landscape: undefined });
    assert.deepEqual(await findAnalyses(join(base, 'second'), folder), { sharpness, landscape: undefined });
    assert.deepEqual(await findAnalyses(join(base, 'third'), folder), { sharpness: undefined, landscape: undefined });
  } finally {
    await rm(base, { recursive: true });
  }
});
