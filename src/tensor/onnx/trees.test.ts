import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { RandomStream } from '../../base/random.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import { decodeModel } from './decode.ts';
import { encodeModel } from './encode.ts';
import { type DecisionTree, treesNode } from './trees.ts';

const random = new RandomStream(1, 'trees');
const columns = 4;
const rows = 60;
/** Values that lie on thresholds, beside them, and missing ones. */
const table = Float32Array.from({ length: rows * columns }, () => {
  const draw = random.below(10);
  return draw === 0 ? Number.NaN : draw < 6 ? Math.fround(random.below(5) / 3) : random.normal();
});

/** Grown at random, with a threshold that float32 cannot hold now and then. */
function randomTree(output: number, depth: number): DecisionTree {
  const tree = {
    columns: [] as number[],
    thresholds: [] as number[],
    children: [] as number[],
    values: [] as number[],
  };
  const grow = (node: number, left: number): void => {
    const isLeaf = left === 0 || random.uniform() < 0.2;
    tree.columns[node] = isLeaf ? -1 : random.below(columns);
    tree.thresholds[node] = random.uniform() < 0.5 ? random.below(5) / 3 : random.normal();
    tree.values[node] = random.normal();
    tree.children[node] = -1;
    if (isLeaf) return;
    const child = tree.columns.length;
    tree.columns.push(-1, -1);
    tree.children[node] = child;
    grow(child, left - 1);
    grow(child + 1, left - 1);
  };
  tree.columns.push(-1);
  grow(0, depth);
  return { output, ...tree };
}

function sumOf(trees: readonly DecisionTree[], row: number, output: number): number {
  return trees
    .filter((tree) => tree.output === output)
    .reduce((sum, tree) => {
      let node = 0;
      while (tree.columns[node]! >= 0) {
        const value = table[row * columns + tree.columns[node]!]!;
        node = tree.children[node]! + (Number.isNaN(value) || value <= tree.thresholds[node]! ? 0 : 1);
      }
      return sum + tree.values[node]!;
    }, 0);
}

const trees = [...Array.from({ length: 12 }, (_, index) => randomTree(index % 2, 5)), randomTree(1, 0)];
const bytes = encodeModel({
  graph: {
    nodes: [treesNode(trees, { input: 'x', output: 'y', outputs: 2 })],
    inputs: [{ name: 'x', type: 'float32', shape: ['rows', columns] }],
    outputs: [{ name: 'y', type: 'float32', shape: ['rows', 2] }],
    initializers: new Map(),
  },
  metadata: { note: 'kept' },
});
const expected = Array.from({ length: rows * 2 }, (_, index) => sumOf(trees, Math.floor(index / 2), index % 2));

for (const backend of ['native', 'wasm'] as const) {
  const runtime = await loadRuntime({ backend });
  test(`sums of trees are those of their definition, missing values and ties included, in ${backend}`, async () => {
    const program = await runtime.load(bytes, { name: 'trees' });
    after(() => program.release());
    const { y } = await program.run({ x: { type: 'float32', dims: [rows, columns], data: table } });
    assertClose(y!.data as Float32Array, expected, { absolute: 1e-5 });
  });
}

test('a model with trees is the same when it is read and written again', () => {
  assert.deepEqual(encodeModel(decodeModel(bytes)).length, bytes.length);
  const [node] = decodeModel(bytes).graph.nodes;
  assert.equal(node!.domain, 'ai.onnx.ml');
});
