import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countWrittenAtoms, writtenAtoms } from './written-atoms.ts';

test('atoms are distinguished by their brackets', () => {
  assert.deepEqual(
    writtenAtoms('[13CH3]c1cc[nH]c1Cl').map(({ bracketed }) => bracketed),
    [true, false, false, false, true, false, false],
  );
});

test('chirality marks give the coordination', () => {
  const marks = 'C[C@H](F)Cl.F[Pt@SP1](Cl)(N)O.[As@TB12].[Co@@OH3].[C@AL1]';
  assert.deepEqual(
    writtenAtoms(marks)
      .map(({ coordination }) => coordination)
      .filter((coordination) => coordination !== 'unspecified'),
    ['tetrahedral', 'squarePlanar', 'trigonalBipyramidal', 'tetrahedral'],
  );
});

test('hydrogens are counted as atoms, but not listed', () => {
  assert.equal(countWrittenAtoms('[H]C([2H])Br'), 4);
  assert.equal(writtenAtoms('[H]C([2H])Br').length, 2);
});
