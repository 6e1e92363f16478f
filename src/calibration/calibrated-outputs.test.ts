import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { evaluate, numbersOf, value } from '../../test/evaluate-tensors.ts';
import { binary, multiclass, type TaskHead } from '../tasks/index.ts';
import { input } from '../tensor/index.ts';
import { readOutputs } from './calibrated-outputs.ts';
import { calibratedProbabilities, type TargetCalibration } from './class-calibration.ts';

const platt: TargetCalibration = { scale: 0.5, shift: 0.8, labels: 100 };
const isotonic: TargetCalibration = { scale: 1, shift: 0, labels: 2000, curve: { from: [0.2, 0.7], to: [0.1, 0.9] } };
const temperature: TargetCalibration = { scale: 2, shift: 0, labels: 100 };

/** Of each row, what the model file computes. */
async function read(head: TaskHead, rows: readonly number[][], targets: TargetCalibration[]): Promise<number[]> {
  const raw = input('raw', 'float64', [rows.length, rows[0]!.length]);
  const predictions = readOutputs(raw, { head, calibration: { method: 'any', targets } });
  const feeds = { raw: value('float64', [rows.length, rows[0]!.length], rows.flat()) };
  return numbersOf((await evaluate({ predictions }, feeds)).predictions!);
}

test('yes and no are corrected in the file as in the program', async () => {
  const rows = [
    [-1.5, 0.4],
    [0.3, 2.2],
    [3, -3],
  ];
  const targets = [platt, isotonic];
  const corrected = rows.flatMap((row) =>
    row.map((logit, at) => calibratedProbabilities([0, logit], targets[at]!)[1]!),
  );
  assertClose(await read(binary.head({ taskNames: ['y', 'z'] }), rows, targets), corrected, { absolute: 1e-6 });
});

test('of two named classes a shift and a curve act on the second against the first', async () => {
  const head = multiclass.head({
    taskNames: ['y', 'z', 'x'],
    classes: [
      ['low', 'high'],
      ['no', 'yes'],
      ['a', 'b'],
    ],
  });
  const rows = [
    [0.2, 1.1, 0.5, -0.7, 1, 2],
    [2, -1, 0, 0, -1, 1],
  ];
  const targets = [platt, isotonic, temperature];
  const corrected = rows.flatMap((row) =>
    targets.flatMap((target, at) => calibratedProbabilities(row.slice(2 * at, 2 * at + 2), target)),
  );
  assertClose(await read(head, rows, targets), corrected, { absolute: 1e-6 });
});

test('a target of two classes is corrected beside one of three', async () => {
  const head = multiclass.head({
    taskNames: ['y', 'z'],
    classes: [
      ['a', 'b', 'c'],
      ['no', 'yes'],
    ],
  });
  const none = -1e9;
  const rows = [
    [0.2, 1.1, 0.5, 0.4, -0.2, none],
    [2, -1, 0.1, -1, 1, none],
  ];
  for (const second of [platt, isotonic]) {
    const corrected = rows.flatMap((row) => [
      ...calibratedProbabilities(row.slice(0, 3), temperature),
      ...calibratedProbabilities(row.slice(3, 5), second),
      0,
    ]);
    assertClose(await read(head, rows, [temperature, second]), corrected, { absolute: 1e-6 });
  }
});
