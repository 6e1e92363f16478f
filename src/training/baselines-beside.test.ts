import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Molecule } from '../chem/index.ts';
import { fakeChemistry } from '../data/fake-chemistry.test.helper.ts';
import type { SingleRunEvent } from '../runs/index.ts';
import { baselineTable } from './baselines-beside.ts';

test('describing molecules for classical models says how far it is, and ends when the run is interrupted', () => {
  const controller = new AbortController();
  const molecules = Array.from({ length: 400 }, (_, row) => fakeChemistry.parse('CNO'.slice(row % 3)) as Molecule);
  const dataset = { molecules, targets: new Float64Array(molecules.length) };
  const run = { data: { dataset }, chemistry: fakeChemistry, signal: controller.signal };
  const events: SingleRunEvent[] = [];
  const onEvent = (event: SingleRunEvent): void => {
    events.push(event);
    if (events.length === 2) controller.abort();
  };
  assert.throws(
    () => baselineTable(run as unknown as Parameters<typeof baselineTable>[0], onEvent),
    (error) => error === controller.signal.reason,
  );
  assert.deepEqual(events, [
    { kind: 'describing', molecules: 0, of: 400 },
    { kind: 'describing', molecules: 128, of: 400 },
  ]);
});
