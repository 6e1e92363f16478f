import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersOf, value } from '../../../test/evaluate-tensors.ts';
import { RandomStream } from '../../base/random.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import { lower } from '../lower.ts';
import { input } from './input.ts';
import { scatterAdd } from './scatter-add.ts';

for (const width of [undefined, 400]) {
  test(`nothing is lost where many ${width ? 'rows' : 'numbers'} go to one place on two threads`, async () => {
    const [rows, updates] = [20, 5000];
    const rest = width === undefined ? [] : [width];
    const size = width ?? 1;
    const stream = new RandomStream(1, 'rows');
    const index = Array.from({ length: updates }, () => stream.below(rows));
    const result = scatterAdd(
      input('table', 'float32', ['rows', ...rest]),
      input('index', 'int32', ['updates']),
      input('added', 'float32', ['updates', ...rest]),
    );
    const program = await (await loadRuntime()).load(lower({ result }), { threads: 2 });
    const found = await program.run({
      table: value('float32', [rows, ...rest], new Array(rows * size).fill(0)),
      index: value('int32', [updates], index),
      added: value('float32', [updates, ...rest], new Array(updates * size).fill(1)),
    });
    await program.release();
    const counts = Array.from({ length: rows }, (_, row) => index.filter((each) => each === row).length);
    assert.deepEqual(
      numbersOf(found.result!),
      counts.flatMap((count) => new Array<number>(size).fill(count)),
    );
  });
}
