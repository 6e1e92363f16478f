import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { optimParity as optim } from './optim.ts';
import { optimFamilyParity as family } from './optim-family.ts';
import type { ParityPart, ParityResult } from './part.ts';
import { schedulesParity as schedules } from './schedules.ts';

const golden = join(packageRoot(), 'test/fixtures/golden');

async function resultsOf(part: ParityPart, folder: string): Promise<ParityResult[]> {
  const results: ParityResult[] = [];
  for await (const result of part.check(folder)) results.push(result);
  return results;
}

describe('golden trajectories (a subset; the consistency terms of saf and mesa are added by a plain closure)', () => {
  for (const [part, least] of [
    [optim, 5],
    [family, 22],
    [schedules, 6],
  ] as const) {
    test(`${part.path} is reproduced step by step in float64`, async () => {
      const results = await resultsOf(part, golden);
      assert.ok(results.length >= least, `${results.length} results`);
      for (const { file, what, passed, note } of results) assert.ok(passed, `${file}, ${what}: ${note}`);
    });
  }

  test('a trajectory with one number changed in the ninth digit fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graphsam-parity-'));
    try {
      await mkdir(join(folder, 'optim-family'));
      const changed = join(folder, 'optim-family/sam.json');
      await copyFile(join(golden, 'optim-family/sam.json'), changed);
      const content = JSON.parse(await readFile(changed, 'utf8'));
      content.runs[0].steps[4].params[0][0][0] += 3e-9;
      await writeFile(changed, JSON.stringify(content));
      const [result] = await resultsOf(family, folder);
      assert.equal(result!.passed, false);
      assert.match(result!.note!, /step 4, weights \[0\]/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
