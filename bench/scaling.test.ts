import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { fitPowerLaw } from './power-law.ts';
import { scalingSvg } from './scaling-svg.ts';
import { measureSweep } from './scaling-sweep.ts';

test('the fit finds the exponent and the factor of any power law', () => {
  const positive = fc.double({ min: 0.01, max: 100, noNaN: true });
  const exponents = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(
    fc.property(exponents, positive, (exponent, factor) => {
      const points = [1, 3, 10, 64].map((x) => [x, factor * x ** exponent] as const);
      const found = fitPowerLaw(points);
      assert.ok(Math.abs(found.exponent - exponent) < 1e-9);
      assert.ok(Math.abs(found.factor / factor - 1) < 1e-9);
    }),
  );
});

test('a sweep measures every value, and its picture shows every point', async () => {
  const plan = {
    title: 'width',
    values: [8, 16, 24, 32],
    at: (width: number) => ({ batch: 2, overrides: { width, heads: 2, layers: 1 } }),
  };
  const sweep = await measureSweep(plan, { runtime: await loadRuntime(), threads: 1, rounds: 2 });
  assert.deepEqual(
    sweep.points.map(({ value }) => value),
    plan.values,
  );
  for (const { medianMs, minMs } of sweep.points) assert.ok(minMs > 0 && medianMs >= minMs);
  const svg = scalingSvg([sweep, sweep]);
  assert.equal(svg.match(/<circle/g)!.length, 8);
  assert.ok(!/NaN|undefined|Infinity/.test(svg));
});
