/** Parts of work: as they are asked for, and as schedulers say. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsOfPart, partPath } from '../base/index.ts';
import { Output } from './output.ts';
import { partOf } from './part-option.ts';

const output = new Output({ quiet: true });
const from = (env: Record<string, string>) => partOf({}, output, env);

test('a scheduler says which part it is, in whatever numbers its array begins', () => {
  const slurm = { SLURM_ARRAY_TASK_ID: '7', SLURM_ARRAY_TASK_MIN: '5', SLURM_ARRAY_TASK_COUNT: '4' };
  assert.deepEqual(from(slurm), { index: 3, count: 4 });
  assert.deepEqual(from({ ...slurm, SLURM_ARRAY_TASK_ID: '9', SLURM_ARRAY_TASK_STEP: '2' }), { index: 3, count: 4 });
  assert.deepEqual(from({ JOB_COMPLETION_INDEX: '0', GRAPHSAM_PARTS: '40' }), { index: 1, count: 40 });
  assert.deepEqual(from({ AWS_BATCH_JOB_ARRAY_INDEX: '2', AWS_BATCH_JOB_ARRAY_SIZE: '3' }), { index: 3, count: 3 });
  assert.deepEqual(from({ PBS_ARRAY_INDEX: '1', GRAPHSAM_PARTS: '8' }), { index: 1, count: 8 });
  assert.deepEqual(from({ SGE_TASK_ID: '4', SGE_TASK_FIRST: '2', SGE_TASK_LAST: '8', SGE_TASK_STEPSIZE: '2' }), {
    index: 2,
    count: 4,
  });
  assert.deepEqual(from({ LSB_JOBINDEX: '3', LSB_JOBINDEX_END: '12' }), { index: 3, count: 12 });
});

test('outside an array, and with --part all, everything is done', () => {
  assert.equal(from({}), undefined);
  assert.equal(from({ SGE_TASK_ID: 'undefined' }), undefined);
  assert.equal(from({ LSB_JOBINDEX: '0', LSB_JOBINDEX_END: '0' }), undefined);
  assert.equal(partOf({ part: 'all' }, output, { LSB_JOBINDEX: '3', LSB_JOBINDEX_END: '12' }), undefined);
  assert.deepEqual(partOf({ part: '2/5' }, output, { LSB_JOBINDEX: '3', LSB_JOBINDEX_END: '12' }), {
    index: 2,
    count: 5,
  });
});

test('a task of an array that does not say of how many, or has gaps, is refused', () => {
  const refused = (env: Record<string, string>, named: { what?: RegExp; advice?: RegExp }): void =>
    assert.throws(() => from(env), { code: 'part-unclear', ...named });
  refused({ JOB_COMPLETION_INDEX: '3' }, { what: /JOB_COMPLETION_INDEX/, advice: /GRAPHSAM_PARTS/ });
  refused(
    { SLURM_ARRAY_TASK_ID: '12', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '4' },
    { what: /\b12\b.*\b4\b/ },
  );
  for (const part of ['0/4', '5/4', '3', 'a/b', '1/0'])
    assert.throws(() => partOf({ part }, output, {}), { code: 'wrong-value', where: '--part' });
});

test('a part has a name of its own, and every item belongs to one part', () => {
  assert.equal(partPath('a/scored.csv', { index: 3, count: 16 }), 'a/scored.part-00003-of-00016.csv');
  assert.equal(partPath('a.b/scored', { index: 1, count: 2 }), 'a.b/scored.part-00001-of-00002');
  const parts = [1, 2, 3].map((index) => itemsOfPart(['a', 'b', 'c', 'd'], { index, count: 3 }));
  assert.deepEqual(parts, [['a', 'd'], ['b'], ['c']]);
});
