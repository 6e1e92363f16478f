/** What the page finds among predicted rows, and percentiles. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Percentiles } from '../../web/engine/predicting/percentiles.ts';
import { PredictedRows } from '../../web/engine/predicting/predicted-rows.ts';
import type { RowsQuery } from '../../web/engine/protocol.ts';

const rows = new PredictedRows(1, 1);
const add = (line: number, name: string, smiles: string, prediction: Parameters<typeof rows.add>[0]['prediction']) =>
  rows.add({ line, smiles, cells: [name, smiles], prediction });
const like = (similarity: number) => ({
  applicability: { smiles: 'C', similarity, labels: [1], unseenEnvironments: 0 },
});
add(2, 'ethanol', 'CCO', { values: [-0.3], ...like(0.9) });
add(3, 'broken', 'C1CC', { reason: 'ring 1 is never closed' });
add(4, 'uranium', '[U]', { values: [1.8], ...like(0.8), unseenElements: ['U'] });
add(5, '', 'CCN', { values: [0.4], ...like(0.2) });
const lines = (query: Omit<RowsQuery, 'from' | 'count'>): number[] =>
  rows.find({ from: 0, count: 50, ...query }).map(({ line }) => line);

test('rows are sorted by a value or the similarity, those without one last in both directions', () => {
  assert.deepEqual(lines({}), [2, 3, 4, 5]);
  assert.deepEqual(lines({ descending: true }), [5, 4, 3, 2]);
  assert.deepEqual(lines({ sortBy: 0 }), [2, 5, 4, 3]);
  assert.deepEqual(lines({ sortBy: 0, descending: true }), [4, 5, 2, 3]);
  assert.deepEqual(lines({ sortBy: 'similarity' }), [5, 4, 2, 3]);
});

test('rows are found by their text, by bounds of the value, and by what speaks against them', () => {
  assert.deepEqual(lines({ text: ' URAN' }), [4]);
  assert.deepEqual(lines({ least: 0 }), [4, 5]);
  assert.deepEqual(lines({ least: 0, most: 1 }), [5]);
  assert.deepEqual(lines({ show: 'doubtful' }), [4, 5]);
  assert.deepEqual(lines({ show: 'refused' }), [3]);
  assert.deepEqual(lines({ show: 'predicted', sortBy: 0 }), [2, 5, 4]);
});

test('of several classes rows are sorted by the class, and within one by its probability', () => {
  const classes = new PredictedRows(1, undefined);
  const all = [
    [0.2, 0.8],
    [0.6, 0.4],
    [0.9, 0.1],
  ];
  for (const [line, values] of all.entries()) classes.add({ line, smiles: '', cells: [], prediction: { values } });
  const found = classes.find({ sortBy: 0, from: 0, count: 9 });
  assert.deepEqual(
    found.map(({ line }) => line),
    [1, 2, 0],
  );
});

test('a row is shown with the first cell beside its structure, and its percentiles; ties count half', () => {
  const training = new Percentiles([[3, Number.NaN, -0.3, 1, -0.3]]);
  const [first] = rows.find({ from: 0, count: 1 });
  const shown = rows.shown(first!, { training, medicines: undefined });
  assert.equal(shown.label, 'ethanol');
  assert.deepEqual(shown.percentiles, { training: [25] });
  assert.deepEqual(training.of([5]), [100]);
  assert.deepEqual(new Percentiles([undefined, []]).of([1, 1]), [undefined, undefined]);
  const last = rows.find({ text: 'CCN', from: 0, count: 1 })[0]!;
  assert.equal(rows.shown(last, { training, medicines: undefined }).label, undefined);
});
