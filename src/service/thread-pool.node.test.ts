/** Threads that break down: what they were asked is asked again, and no structure is blamed for what another did. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ThreadPool } from './thread-pool.node.ts';

async function oddPool(onReplace = () => {}): Promise<{ pool: ThreadPool; id: number; replaced: string[] }> {
  const replaced: string[] = [];
  const module = new URL('./odd-thread.test.helper.js', import.meta.url);
  const onReplaced = (error: unknown): void => {
    replaced.push(String(error));
    onReplace();
  };
  const pool = new ThreadPool({ size: 1, patienceMs: 400, module, onReplaced });
  const { id } = await pool.open(new Uint8Array(4), 'odd');
  return { pool, id, replaced };
}

test('a batch that shares a thread with a molecule at which it breaks down, ends or hangs is answered, and not blamed', async () => {
  for (const culprit of ['breaks', 'ends', 'hangs']) {
    const { pool, id, replaced } = await oddPool();
    try {
      const both = [pool.predict(id, [culprit]), pool.predict(id, ['CC']), pool.predict(id, ['C', 'CCC'])];
      const [first, second, third] = await Promise.all(both);
      assert.deepEqual(first, [{ reason: 'the toolkit broke down reading it' }], culprit);
      assert.deepEqual(second, [{ values: [2] }], culprit);
      assert.deepEqual(third, [{ values: [1] }, { values: [3] }], culprit);
      assert.deepEqual(await pool.predict(id, ['CC', culprit]), [{ values: [2] }, ...first!]);
      assert.equal(replaced.length, 2, `${culprit}: once together, once alone`);
    } finally {
      await pool.close();
    }
  }
});

test('a thread that is slow, and gets on, is not replaced', async () => {
  const { pool, id, replaced } = await oddPool();
  try {
    const [slow, behind] = await Promise.all([pool.predict(id, ['is slow']), pool.predict(id, ['CC'])]);
    assert.deepEqual([slow, behind], [[{ values: [7] }], [{ values: [2] }]]);
    assert.deepEqual(replaced, []);
  } finally {
    await pool.close();
  }
});

test('a model that is opened while a thread is being replaced, or at which a batch breaks it down, is open in the successor', async () => {
  for (const culprit of ['breaks', 'ends', 'hangs']) {
    const opening: Promise<{ readonly id: number }>[] = [];
    const { pool, id } = await oddPool(() => opening.push(pool.open(new Uint8Array(4), 'during')));
    try {
      const predicted = pool.predict(id, [culprit]);
      opening.push(pool.open(new Uint8Array(4), 'before'));
      await predicted;
      const ids = (await Promise.all(opening)).map((each) => each.id);
      assert.equal(new Set([id, ...ids]).size, 4, `${culprit}: once together, once alone`);
      for (const each of ids) assert.deepEqual(await pool.predict(each, ['CC']), [{ values: [2] }], culprit);
    } finally {
      await pool.close();
    }
  }
});

test('a thread in which a model does not open does not take the place of another', async () => {
  const { pool, id, replaced } = await oddPool();
  try {
    const later = await pool.open(new Uint8Array(4), 'fails the second time');
    assert.deepEqual(await pool.predict(id, ['breaks']), [{ reason: 'the toolkit broke down reading it' }]);
    assert.deepEqual(await pool.predict(later.id, ['CC']), [{ values: [2] }]);
    assert.equal(replaced.filter((each) => /no memory/.test(each)).length, 1);
  } finally {
    await pool.close();
  }
});

test('a model at which all threads end is refused, and the others are served on', async () => {
  const { pool, id } = await oddPool();
  try {
    await assert.rejects(pool.open(new Uint8Array(4), 'ends'), { name: 'PeerEndedError' });
    assert.deepEqual(await pool.predict(id, ['CC']), [{ values: [2] }]);
  } finally {
    await pool.close();
  }
});
