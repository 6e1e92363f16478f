import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { packageRoot } from '../../src/platform/package-root.node.ts';
import { groverParity } from './grover.ts';
import type { ParityResult } from './part.ts';

const golden = join(packageRoot(), 'test/fixtures/golden');
const model = 'classification-2blocks-varied-hops.json';

async function resultsOf(folder: string): Promise<ParityResult[]> {
  const results: ParityResult[] = [];
  for await (const result of groverParity.check(folder)) results.push(result);
  return results;
}

describe('GROVER against numbers of the original software (a subset; unused weights of features are 0)', () => {
  test('features, learning rates, predictions, gradients and steps with missing labels are reproduced', async () => {
    const results = await resultsOf(golden);
    assert.deepEqual(
      results.map(({ file, what }) => `${file}: ${what}`),
      [
        `grover/${model}: float64`,
        `grover/${model}: float32`,
        'grover/features.json: float64',
        'grover/schedule.json: learning rates',
        'grover/training-steps-classification.json: adam',
        'grover/training-steps-classification.json: sam',
        'grover/training-steps-classification.json: graphsam',
      ],
    );
    for (const { file, what, passed, note } of results) assert.ok(passed, `${file}, ${what}: ${note}`);
  });

  test('one gradient changed by 1e-7 fails', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graphsam-grover-'));
    try {
      await cp(join(golden, 'grover'), join(folder, 'grover'), { recursive: true });
      const path = join(folder, 'grover', model);
      const content = JSON.parse(await readFile(path, 'utf8'));
      const changed = Object.keys(content.gradients).find((name) => content.gradients[name] !== null);
      content.gradients[changed!].data[0] += 1e-7;
      await writeFile(path, JSON.stringify(content));
      // The first result is that of the changed file in float64; the others are not waited for.
      const { value: float64 } = await groverParity.check(folder)[Symbol.asyncIterator]().next();
      assert.deepEqual([float64.file, float64.passed], [`grover/${model}`, false]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a damaged, an unknown and a foreign file fail by name, and the others are compared', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'graphsam-grover-'));
    try {
      await cp(join(golden, 'grover/schedule.json'), join(folder, 'grover/schedule.json'));
      await writeFile(join(folder, 'grover/damaged.json'), '{"format": "grover-go');
      await writeFile(join(folder, 'grover/new.json'), '{"format": "grover-dreams/1"}');
      await writeFile(join(folder, 'grover/notes.txt'), 'x');
      const results = await resultsOf(folder);
      assert.deepEqual(
        results.map(({ file, passed }) => [file, passed]),
        [
          ['grover/damaged.json', false],
          ['grover/new.json', false],
          ['grover/notes.txt', false],
          ['grover/schedule.json', true],
        ],
      );
      assert.match(results[1]!.note!, /unknown format "grover-dreams\/1"/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
