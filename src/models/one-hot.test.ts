import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementSlot, elementSlots, elementsWithoutFeature } from '../chem/element-slots.ts';
import { elements } from '../chem/elements.ts';
import { isRejection, type Molecule } from '../chem/molecule.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { hybridizationSlot, hybridizationSlots } from './one-hot.ts';

const chemistry = await loadChemistry();

function molecule(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), smiles);
  return parsed;
}

test('every element to 100 has a slot of its own, dummy atoms and the rest share the last', () => {
  const slots = elements.map((_, atomicNumber) => elementSlot(atomicNumber));
  assert.deepEqual(slots.slice(1, 101), [...Array(100).keys()]);
  assert.deepEqual(new Set([slots[0], ...slots.slice(101)]), new Set([elementSlots - 1]));
});

test('five hybridizations have slots of their own, the rest share the last', () => {
  const all = ['SP', 'SP2', 'SP3', 'SP3D', 'SP3D2', 'S', 'SP2D', 'unspecified'] as const;
  assert.deepEqual(all.map(hybridizationSlot), [0, 1, 2, 3, 4, 5, 5, 5]);
  assert.equal(hybridizationSlots, 6);
});

test('elements that share the slot "other" are named once', () => {
  assert.deepEqual(elementsWithoutFeature(molecule('*CC*.[Og].[Fm]')), ['*', 'Og']);
  assert.deepEqual(elementsWithoutFeature(molecule('CCO')), []);
});
