/** Computations rewritten for devices that lack operators give what they gave before, bit for bit, on the CPU. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import type { Feeds, Value } from '../../runtime/program.ts';
import { gradients } from '../differentiate.ts';
import { lower } from '../lower.ts';
import { abs } from '../ops/abs.ts';
import { gruRecurrence } from '../ops/gru-recurrence.ts';
import { input } from '../ops/input.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { takeRows } from '../ops/take-rows.ts';
import type { Tensor } from '../tensor.ts';
import { decodeModel } from './decode.ts';
import { encodeModel } from './encode.ts';
import type { OnnxGraph } from './model.ts';
import { replaceOperators } from './replace-operators.ts';
import { loopLengths, unrollScans } from './unroll-scan.ts';

const runtime = await loadRuntime({ backend: 'native' });

function filled(dims: readonly number[], from: number): Value {
  const size = dims.reduce((product, length) => product * length, 1);
  return { type: 'float32', dims, data: Float32Array.from({ length: size }, (_, at) => Math.sin(from + 1.7 * at)) };
}

/** Both graphs' results for the same feeds. */
async function bothWays(outputs: Record<string, Tensor>, feeds: Feeds, rewrite: (graph: OnnxGraph) => OnnxGraph) {
  const model = lower(outputs);
  const rewritten = rewrite(decodeModel(model).graph);
  const run = async (bytes: Uint8Array): Promise<Record<string, number[]>> => {
    const program = await runtime.load(bytes, { threads: 1 });
    after(() => program.release());
    const results = Object.entries(await program.run(feeds));
    return Object.fromEntries(results.map(([name, { data }]) => [name, Array.from(data as Float32Array)]));
  };
  return { plain: await run(model), changed: await run(encodeModel({ graph: rewritten, metadata: {} })), rewritten };
}

const opsOf = ({ nodes }: OnnxGraph): Set<string> => new Set(nodes.map(({ opType }) => opType));

test('a recurrence, its gradient and the gradient of that have no loop once their steps are written out', async () => {
  const [steps, lanes, width] = [5, 3, 4];
  const shapes = {
    projected: ['steps', 2, 'lanes', 3 * width],
    keep: ['steps', 1, 'lanes', 1],
    initial: ['steps', 1, 'lanes', width],
    hiddenWeight: [2, 3 * width, width],
    hiddenBias: [2, 1, 3 * width],
  };
  const known: Record<string, number> = { steps, lanes };
  const tensors = Object.entries(shapes).map(([name, shape]) => [name, input(name, 'float32', shape)] as const);
  const given = Object.fromEntries(tensors) as Record<keyof typeof shapes, Tensor>;
  const states = gruRecurrence(given);
  const loss = sum(multiply(states, states));
  const [ofWeight, ofInitial] = gradients(loss, [given.hiddenWeight, given.initial]);
  const [curvature] = gradients(sum(multiply(ofWeight!, ofWeight!)), [given.hiddenWeight]);
  const feeds = Object.fromEntries(
    Object.entries(shapes).map(([name, shape], index) => [
      name,
      filled(
        shape.map((dim) => (typeof dim === 'number' ? dim : known[dim]!)),
        index,
      ),
    ]),
  );
  (feeds.keep!.data as Float32Array).forEach((_, at, keep) => {
    keep[at] = at % 4 === 0 ? 0 : 1;
  });
  const results = { loss, states, ofWeight: ofWeight!, ofInitial: ofInitial!, curvature: curvature! };
  const { plain, changed, rewritten } = await bothWays(results, feeds, (graph) => {
    const counted = loopLengths(graph).map((loop) => loop.input);
    assert.deepEqual(counted, ['projected', 'keep']);
    return unrollScans(graph, () => steps);
  });
  assert.ok(!opsOf(rewritten).has('Scan'));
  assert.deepEqual(changed, plain);
  assert.ok(Math.abs(plain.curvature![1]!) > 1e-3);
});

test('OneHot and Sign are replaced by comparisons, also where the number of rows is only known at run time', async () => {
  const open = input('open', 'float32', ['rows', 2]);
  const fixed = input('fixed', 'float32', [4, 2]);
  const [index, where] = [input('index', 'int32', ['picked']), input('where', 'int32', ['picked', 2])];
  const picked = multiply(takeRows(open, index), takeRows(fixed, index));
  const loss = sum(multiply(abs(picked), sum(takeRows(open, where), [1])));
  const [ofOpen, ofFixed] = gradients(loss, [open, fixed]);
  const whole = (dims: number[], data: number[]): Value => ({ type: 'int32', dims, data: Int32Array.from(data) });
  const feeds = {
    ...{ open: filled([5, 2], 0.3), fixed: filled([4, 2], 2) },
    ...{ index: whole([3], [3, 0, 3]), where: whole([3, 2], [4, 1, 1, 0, 2, 4]) },
  };
  (feeds.open.data as Float32Array)[0] = 0;
  const results = { loss, ofOpen: ofOpen!, ofFixed: ofFixed! };
  const { plain, changed, rewritten } = await bothWays(results, feeds, (graph) => {
    assert.ok(['OneHot', 'Sign'].every((name) => opsOf(graph).has(name)));
    assert.deepEqual(replaceOperators(graph, new Set()), graph);
    return replaceOperators(graph, new Set(['OneHot', 'Sign']));
  });
  assert.ok(['OneHot', 'Sign'].every((name) => !opsOf(rewritten).has(name)));
  assert.deepEqual(changed, plain);
});

test('a loop whose steps no input counts is refused before it is loaded', () => {
  const node = { opType: 'Scan', inputs: ['zero', 'computed'], outputs: ['last', 'all'], attributes: {} };
  const body = { nodes: [], inputs: [], outputs: [], initializers: new Map() };
  const graph = { ...body, nodes: [{ ...node, attributes: { body, num_scan_inputs: 1 } }] };
  assert.throws(() => loopLengths(graph), { code: 'not-supported', what: /\bloop last\b/ });
});
