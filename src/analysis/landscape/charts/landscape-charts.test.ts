import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../../test/assert-close.ts';
import { standaloneSvg } from '../../../charts/index.ts';
import { assertWellFormed } from '../../../charts/well-formed.test.helper.ts';
import { axisValues } from '../axis.ts';
import type { LandscapeFile, Sheet } from '../landscape-file.ts';
import { landscapeCharts } from './landscape-charts.ts';
import { lossColor, lossLevels, rangeOf, shareOf } from './loss-colors.ts';

const x = { from: -1, to: 1, points: 9 };
const bowl = (a: number, b: number): number => 0.1 + a * a + 3 * b * b;

function sheetOf(name: string, values: (number | null)[]): Sheet {
  const run = {
    name,
    model: 'compt',
    dataset: 'esol',
    optimizer: { name: 'adam' },
    loss: 'rmse',
    weights: { choice: 'best', epoch: 3, checksum: '' },
  };
  return {
    name,
    runs: [run],
    rows: { train: { count: 5, checksum: '' }, test: { count: 2, checksum: '' } },
    marks: [{ label: name, x: 0, y: 0 }],
    train: values,
    test: values.map((value) => value && value + 0.2),
  };
}

function fileOf(change: Partial<LandscapeFile>): LandscapeFile {
  return {
    kind: 'landscape',
    format: 1,
    graphsam: '0',
    mode: 'around',
    direction: null,
    batchSize: 2,
    x,
    y: null,
    sheets: [],
    ...change,
  };
}

const line = sheetOf(
  'one & <only>',
  axisValues(x).map((a) => bowl(a, 0)),
);
const surface = sheetOf(
  'run',
  axisValues(x).flatMap((b) => axisValues(x).map((a) => bowl(a, b))),
);

test('a line of one run is a chart of both losses, of several runs a chart a part', () => {
  const alone = landscapeCharts(fileOf({ sheets: [line] }));
  assert.deepEqual(
    alone.map(({ name }) => name),
    ['landscape'],
  );
  assert.match(String(alone[0]!.chart.svg), /training loss.*test loss/s);
  const two = landscapeCharts(fileOf({ sheets: [line, { ...line, name: 'two' }] }));
  assert.deepEqual(
    two.map(({ name }) => name),
    ['landscape-train', 'landscape-test'],
  );
});

test('a surface is drawn from above and in three dimensions, for each part', () => {
  const charts = landscapeCharts(fileOf({ y: x, sheets: [surface] }));
  assert.deepEqual(
    charts.map(({ name }) => name),
    ['landscape-train-contours', 'landscape-train-surface', 'landscape-test-contours', 'landscape-test-surface'],
  );
  assert.match(charts[0]!.chart.description, /lowest 0\.1 at \(0, 0\), highest 4\.1 at \(-1, -1\)/);
  assert.equal(String(charts[1]!.chart.svg).match(/<path [^>]*Z" fill="#/g)?.length, 64, 'a face for each cell');
});

for (const [name, file] of [
  ['a line', fileOf({ sheets: [line] })],
  [
    'a line through runs',
    fileOf({
      mode: 'through',
      sheets: [
        {
          ...line,
          marks: [
            { label: 'a', x: 0, y: 0 },
            { label: 'b', x: 1, y: 0 },
          ],
        },
      ],
    }),
  ],
  ['surfaces', fileOf({ y: x, sheets: [surface, { ...surface, name: 'other/run' }] })],
  [
    'a trajectory that is half computed and not finite somewhere',
    fileOf({
      mode: 'trajectory',
      y: x,
      sheets: [
        {
          ...surface,
          train: [null, ...surface.train.slice(1, 40)],
          test: [],
          explained: [0.8, 0.1],
          marks: [
            { label: 'epoch 0', x: 0.9, y: 0.4 },
            { label: 'epoch 1', x: 0, y: 0 },
          ],
        },
      ],
    }),
  ],
  ['a flat surface', fileOf({ y: x, sheets: [{ ...surface, train: surface.train.map(() => 2), test: [] }] })],
] as const) {
  test(`pictures of ${name} are well-formed and say in words what they show`, () => {
    const charts = landscapeCharts(file);
    assert.ok(charts.length > 0);
    for (const { name: fileName, chart } of charts) {
      const svg = standaloneSvg(chart);
      assertWellFormed(svg);
      assert.doesNotMatch(svg, /NaN|undefined|Infinity/);
      assert.match(svg, /<title>[^<]+<\/title>.*<desc>[^<]+<\/desc>/s);
      assert.match(fileName, /^[\w.-]+$/);
    }
  });
}

test('levels begin at the lowest loss, and colors order losses as levels do', () => {
  const range = rangeOf([3, null, 1, 5])!;
  assert.deepEqual(range, { lowest: 1, highest: 5 });
  const levels = lossLevels(range, 4);
  assertClose(levels, [1, 1.25, 2, 3.25], { absolute: 1e-12 });
  assertClose(
    levels.map((level) => shareOf(level, range)),
    [0, 0.25, 0.5, 0.75],
    { absolute: 1e-12 },
  );
  assert.equal(rangeOf([null]), undefined);
  assert.deepEqual([lossColor(0), lossColor(1), lossColor(2)], ['#440154', '#fde725', '#fde725']);
});
