import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findAnalyses } from './find-analyses.node.ts';
import { analysisFolder } from './output-folder.ts';

const estimate = { mean: 0.5, standardError: null, draws: 1 };
const rise = { rise: 0.5, riseOfOneStep: 0.25 };

function measured(name: string) {
  return {
    run: { name, loss: 'rmse', optimizer: { name: 'sam' }, weights: { choice: 'best', epoch: 2 }, test: null },
    rows: { part: 'train', count: 10, batchSize: 5, checksum: 'ab' },
    sharpness: {
      loss: 1,
      gradientNorm: null,
      hessian: { method: 'exact' },
      eigenvalues: null,
      trace: null,
      epsilonSharpness: rise,
      mSharpness: { rise: estimate, riseOfOneStep: estimate },
    },
  };
}

const sharpness = {
  kind: 'sharpness',
  format: 1,
  options: { traceDraws: 0, radius: 0.05, ascentSteps: 10 },
  runs: [measured('first'), measured('second')],
};

async function inFolder(use: (run: string, folder: string) => Promise<void>): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'graphsam-analyses-'));
  try {
    const run = join(base, 'first');
    const folder = analysisFolder(`${run}/`);
    assert.equal(folder, `${run}-analysis`);
    await mkdir(folder);
    await use(run, folder);
  } finally {
    await rm(base, { recursive: true });
  }
}

test('analyses beside a run are found; those of other runs and missing ones are left out', async () => {
  await inFolder(async (run, folder) => {
    const none = { sharpness: undefined, landscape: undefined };
    assert.deepEqual(await findAnalyses(run), none);
    await writeFile(join(folder, 'sharpness.json'), JSON.stringify(sharpness));
    assert.deepEqual(await findAnalyses(run), { sharpness, landscape: undefined });
    assert.deepEqual(await findAnalyses(join(folder, 'second'), folder), { sharpness, landscape: undefined });
    assert.deepEqual(await findAnalyses(join(folder, 'third'), folder), none);
  });
});

test('a damaged analysis is reported by file and field, with what to do', async () => {
  await inFolder(async (run, folder) => {
    const refused = async (name: string, content: string, what: RegExp): Promise<void> => {
      await writeFile(join(folder, name), content);
      await assert.rejects(findAnalyses(run), {
        code: 'analysis-damaged',
        where: join(folder, name),
        what,
        advice: /`run\.overwrite`/,
      });
      await rm(join(folder, name));
    };
    await refused('sharpness.json', '{"kind":', /JSON/);
    await refused('sharpness.json', 'null', /: the whole: /);
    await refused('sharpness.json', JSON.stringify({ ...sharpness, runs: [] }), /: runs: /);
    const { sharpness: _, ...without } = measured('first');
    const hurt = { ...sharpness, runs: [measured('second'), without] };
    await refused('sharpness.json', JSON.stringify(hurt), /: runs\.1\.sharpness: .*\bobject\b/);
    await refused('landscape.json', '{"kind":"landscape"', /JSON/);
    await refused('landscape.json', '{"kind":"landscape","format":2}', /: format: /);
  });
});
