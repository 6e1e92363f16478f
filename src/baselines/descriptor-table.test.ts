import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Molecule } from '../chem/index.ts';
import { fakeChemistry } from '../data/fake-chemistry.test.helper.ts';
import { moleculeFeatures } from '../data/index.ts';
import { descriptorTable, treeGenerators } from './descriptor-table.ts';

const molecules = Array.from({ length: 300 }, (_, row) => {
  return fakeChemistry.parse('CNOS'.repeat(1 + (row % 5)).slice(row % 4)) as Molecule;
});

/** What the work returns, and the most numbers that an array of doubles had meanwhile. */
function largestOfDoubles<T>(work: () => T): { result: T; largest: number } {
  const original = globalThis.Float64Array;
  let largest = 0;
  globalThis.Float64Array = new Proxy(original, {
    construct(target, given, made) {
      if (typeof given[0] === 'number') largest = Math.max(largest, given[0]);
      return Reflect.construct(target, given, made);
    },
  });
  try {
    return { result: work(), largest };
  } finally {
    globalThis.Float64Array = original;
  }
}

test('columns are filled a block of molecules at a time: rows of all of them would be two thirds of the memory', () => {
  const { names, values } = moleculeFeatures(molecules, fakeChemistry, { generators: treeGenerators });
  const { result: table, largest } = largestOfDoubles(() => descriptorTable(molecules, fakeChemistry));
  assert.ok(largest < values.length / 2, `${largest} of ${values.length}`);
  assert.ok(table.names.length > 3);
  for (const [column, name] of table.names.entries()) {
    const at = names.indexOf(name);
    const expected = Float32Array.from(molecules, (_, row) => values[row * names.length + at]!);
    assert.deepEqual(table.columns[column], expected);
  }
});
