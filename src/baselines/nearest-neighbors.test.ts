import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../test/assert-close.ts';
import { RandomStream } from '../base/random.ts';
import { tableOfColumns } from './descriptor-table.ts';
import { packBits } from './fingerprints.ts';
import { nearestNeighbors } from './nearest-neighbors.ts';

function tanimoto(left: readonly number[], right: readonly number[]): number {
  const shared = left.filter((bit) => right.includes(bit)).length;
  const all = left.length + right.length - shared;
  return all === 0 ? 1 : shared / all;
}

test('predictions are those of a search through all pairs, on any table', () => {
  const bits = fc
    .uniqueArray(fc.integer({ min: 0, max: 31 }), { maxLength: 6 })
    .map((set) => set.sort((a, b) => a - b));
  const molecule = fc.tuple(bits, fc.integer({ min: -5, max: 5 }));
  const tables = fc.tuple(fc.array(molecule, { minLength: 1, maxLength: 12 }), bits, fc.integer({ min: 1, max: 15 }));
  fc.assert(
    fc.property(tables, ([known, asked, k]) => {
      const table = packBits([asked, ...known.map(([set]) => set)], 32);
      const rows = known.map((_, index) => index + 1);
      const labels = Float64Array.from(known, ([, label]) => label);
      const data = { table, descriptors: tableOfColumns([]), train: rows, models: 1, rows, labels, isLogistic: false };
      const model = nearestNeighbors.fit(data, { k }, new RandomStream(0, ''));
      const nearest = known
        .map(([set, label]) => ({ similarity: tanimoto(set, asked), label }))
        .sort((left, right) => right.similarity - left.similarity)
        .slice(0, k);
      const total = nearest.reduce((sum, { similarity }) => sum + similarity, 0);
      const weighted = nearest.reduce((sum, { similarity, label }) => sum + (total > 0 ? similarity : 1) * label, 0);
      assertClose([model(0)], [weighted / (total > 0 ? total : nearest.length)], { absolute: 1e-12 });
    }),
  );
});
