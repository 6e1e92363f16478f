import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Molecule } from '../chem/index.ts';
import { memoryWarnings } from './memory-note.ts';

test('of many molecules the memory of their features and of classical models is said', () => {
  const model = { featurize: () => ({ atoms: new Float32Array(2500), pairs: [new Uint8Array(5000)] }) };
  const molecules = Array<Molecule>(100_000).fill({} as Molecule);
  const asked = { model, molecules, areCompared: true };
  assert.deepEqual(memoryWarnings(asked), [
    'What the model reads of 100,000 molecules takes about 1.5 GB more, and classical models at the end 1.1 GB (`training.baselines: false` fits none).',
  ]);
  assert.match(memoryWarnings({ ...asked, areCompared: false })[0]!, /about 1\.5 GB more\.$/);
  assert.deepEqual(memoryWarnings({ ...asked, molecules: molecules.slice(1) }), []);
});
