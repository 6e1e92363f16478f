import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { parsePretrainConfig } from '../../runs/index.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import { openDataSource } from '../../training/index.node.ts';
import { openPretrainContext, type PretrainContext } from '../pretrain-context.node.ts';
import { seedOf } from './gradient-parts.node.ts';

const base = mkdtempSync(join(tmpdir(), 'graphsam-parts-'));
const opened: PretrainContext[] = [];
after(async () => {
  for (const { session } of opened) await session.release();
  rmSync(base, { recursive: true, force: true });
});
const table = join(base, 'molecules.smi');
writeFileSync(table, 'CCO\nCC(=O)O\nc1ccccc1N\nCCCl\nC1CC1O\nCC#N\n');
const machine = { chemistry: await loadChemistry(), runtime: await loadRuntime(), threads: 2, software: {} };

async function context(batchParts: number): Promise<PretrainContext> {
  const input = {
    data: { paths: [table] },
    split: { validation: 0 },
    model: { name: 'compt', settings: { width: 8, heads: 2, layers: 1 } },
    training: { batchParts },
    tasks: { leastCount: 1, moleculeTargets: ['descriptors', 'fingerprint'] },
  };
  const config = parsePretrainConfig(input, 'test');
  const source = await openDataSource(config);
  const made = await openPretrainContext({ config, source, machine, corpusFolder: join(base, 'corpus') }, () => {});
  opened.push(made);
  return made;
}

test('the gradient of a batch in parts is the mean of their gradients, by molecules; samples are of the whole batch', async () => {
  const [alone, parted] = [await context(1), await context(3)];
  const weights = alone.session.initialWeights(1);
  const { size } = alone.session.layout;
  const batch = (rows: readonly number[]) => ({ rows, targets: new Float64Array() });
  const gradient = new Float32Array(size);
  parted.session.objective.setBatch(batch([4, 0, 3, 1, 2]), undefined, 7);
  const { loss } = await parted.session.objective.evaluate(weights, gradient);

  const expected = { loss: 0, gradient: new Float64Array(size) };
  for (const [part, rows] of [[0], [1, 2], [3, 4]].entries()) {
    const own = new Float32Array(size);
    alone.session.objective.setBatch(batch(rows), undefined, seedOf(7, part));
    expected.loss += (rows.length / 5) * (await alone.session.objective.evaluate(weights, own)).loss;
    own.forEach((value, at) => {
      expected.gradient[at]! += (rows.length / 5) * value;
    });
  }
  assert.ok(Math.abs(loss - expected.loss) < 1e-5, `${loss}, ${expected.loss}`);
  const apart = Math.max(...gradient.map((value, at) => Math.abs(value - expected.gradient[at]!)));
  assert.ok(apart < 1e-5, `${apart}`);

  const samples = { samples: [1, 3] };
  const [ofSome, ofSomeAlone] = [new Float32Array(size), new Float32Array(size)];
  await parted.session.objective.evaluate(weights, ofSome, samples);
  alone.session.objective.setBatch(batch([4, 0, 3, 1, 2]), undefined, 7);
  await alone.session.objective.evaluate(weights, ofSomeAlone, samples);
  assert.deepEqual(ofSome, ofSomeAlone);

  const { outputs } = await parted.session.objective.evaluate(weights, gradient, { withOutputs: true });
  assert.equal(outputs!.length % 5, 0);
});
