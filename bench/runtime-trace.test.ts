import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTrace, type TraceEvent, timesBy } from './runtime-trace.ts';

const run = (ts: number, dur: number): TraceEvent => ({ cat: 'Session', name: 'model_run', ts, dur });
const node = (operator: string, ts: number, dur: number, shape: readonly number[] = []): TraceEvent => ({
  cat: 'Node',
  name: `${operator}_1_kernel_time`,
  ts,
  dur,
  args: { op_name: operator, input_type_shape: [{ float: shape }] },
});

/** As the runtime writes it: nodes of a body before the Scan that holds them, runs after their nodes. */
const trace = [
  { cat: 'Session', name: 'session_initialization', ts: 0, dur: 90 },
  node('Gemm', 100, 30, [8, 4]),
  node('MatMul', 140, 10),
  node('Add', 150, 5),
  node('MatMul', 160, 20),
  node('Scan', 135, 60),
  node('Add', 195, 5),
  run(95, 120),
  node('Gemm', 1000, 50, [8, 4]),
  run(990, 70),
];

test('the time of nodes in a body is theirs, and what is left is the time of the Scan', () => {
  const [first] = readTrace(trace);
  const rows = timesBy([first!], 1, ({ operator }) => operator);
  assert.deepEqual(rows, [
    { name: 'Gemm', count: 1, ms: 0.03 },
    { name: 'Scan: MatMul', count: 2, ms: 0.03 },
    { name: 'Scan', count: 1, ms: 0.025 },
    { name: 'Scan: Add', count: 1, ms: 0.005 },
    { name: 'Add', count: 1, ms: 0.005 },
  ]);
  assert.equal(
    rows.reduce((sum, { ms }) => sum + ms, 0),
    0.03 + 0.06 + 0.005,
    'nothing counts twice',
  );
});

test('each run has its own nodes', () => {
  const runs = readTrace(trace);
  assert.deepEqual(
    runs.map(({ totalMs, nodes }) => [totalMs, nodes.length]),
    [
      [0.12, 6],
      [0.07, 1],
    ],
  );
});

test('times and counts are a step, and shapes distinguish nodes of one operator', () => {
  const [row] = timesBy(readTrace(trace), 2, ({ operator, shapes }) => `${operator} ${shapes}`);
  assert.deepEqual(row, { name: 'Gemm float[8,4]', count: 1, ms: 0.04 });
});

test('a node that begins in the microsecond in which its neighbor ends is not inside it', () => {
  const events = [node('Mul', 0, 5), node('Add', 4, 1), run(0, 10)];
  assert.deepEqual(
    readTrace(events)[0]!.nodes.map(({ operator, ownMs }) => [operator, ownMs]),
    [
      ['Mul', 0.005],
      ['Add', 0.001],
    ],
  );
});
