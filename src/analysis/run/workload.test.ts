import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Workload } from './workload.ts';

const stages = [
  { name: 'ascent', kind: 'gradient', evaluations: 6 },
  { name: 'eigenvalues', kind: 'hessianProduct', evaluations: 8 },
  { name: 'trace', kind: 'hessianProduct', evaluations: 2 },
] as const;

test('the share grows from 0 and never falls while stages are run to their ends', () => {
  const work = new Workload(stages);
  const shares: number[] = [];
  for (const { name, kind, evaluations } of stages) {
    work.begin(name);
    for (let count = 0; count < evaluations; count++) shares.push(work.start(kind).share);
  }
  assert.equal(shares[0], 0);
  assert.ok(shares.at(-1)! < 1 && shares.at(-1)! > 0.5, `${shares.at(-1)}`);
});

test('a stage that ends early counts as done', () => {
  const work = new Workload(stages);
  work.start('gradient');
  work.begin('trace');
  const { stage, share } = work.start('hessianProduct');
  assert.equal(stage, 'trace');
  assert.ok(share > 0.7, `${share}`);
});

test('seconds are estimated once an evaluation was timed, the first of a kind left out', async () => {
  const work = new Workload([{ name: 'loss', kind: 'loss', evaluations: 10 }]);
  assert.equal(work.start('loss').secondsLeft, undefined);
  assert.equal(work.start('loss').secondsLeft, undefined);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { secondsLeft } = work.start('loss');
  assert.ok(secondsLeft! > 0.1 && secondsLeft! < 5, `${secondsLeft}`);
});
