/** The fast form of the product against the plain one, on any number of lanes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../../test/assert-close.ts';
import { numbersOf, value } from '../../../test/evaluate-tensors.ts';
import { RandomStream } from '../../base/random.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import { lower } from '../lower.ts';
import { apply, type Operator, type Tensor } from '../tensor.ts';
import { input } from './input.ts';
import { emitLaneProduct } from './lane-product.ts';
import { matmul } from './matmul.ts';
import { swapLastAxes } from './transpose.ts';

const [directions, inner, columns] = [2, 5, 7];

/** The emitted nodes as an operator of its own. */
const fastOperator: Operator<Record<never, never>> = {
  name: 'laneProduct',
  infer: ([rows]) => [{ type: rows!.type, shape: [directions, rows!.shape[1]!, columns] }],
  lower: ({ inputs: [rows, matrix] }, emitter) => [
    emitLaneProduct(emitter, emitter.name(rows!), emitter.name(matrix!)),
  ],
};

function build(): Record<'plain' | 'fast', Tensor> {
  const rows = input('rows', 'float32', [directions, 'lanes', inner]);
  const matrix = input('matrix', 'float32', [directions, columns, inner]);
  return { plain: matmul(rows, swapLastAxes(matrix)), fast: apply(fastOperator, [rows, matrix], {}) };
}

for (const backend of ['native', 'wasm'] as const) {
  test(`${backend}: the product with the matrix on the left equals the plain one`, async () => {
    const runtime = await loadRuntime({ backend });
    const program = await runtime.load(lower(build()), { threads: 1 });
    const random = (stream: RandomStream, ...dims: number[]) => {
      const data = Array.from({ length: dims.reduce((all, each) => all * each) }, () => stream.uniform() - 0.5);
      return value('float32', dims, data);
    };
    const check = async (lanes: number, seed: number): Promise<void> => {
      const stream = new RandomStream(seed, 'lanes');
      const feeds = {
        rows: random(stream, directions, lanes, inner),
        matrix: random(stream, directions, columns, inner),
      };
      const { plain, fast } = await program.run(feeds);
      assert.deepEqual(fast!.dims, [directions, lanes, columns]);
      assertClose(numbersOf(fast!), numbersOf(plain!), { absolute: 1e-6, label: `${lanes} lanes` });
    };
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 40 }), fc.nat(), check), { numRuns: 30 });
    await program.release();
  });
}
