import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { axisTitle, makeHorizontalScale, makeScale } from './scale.ts';
import { textWidth } from './text-width.ts';

const pixels = [0, 300] as const;
const finite = fc.double({ noNaN: true, min: -1e200, max: 1e200 });
const anything = fc.array(fc.oneof(finite, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0)), {
  maxLength: 20,
});

test('labels of a horizontal axis never touch, however narrow it is and long its numbers are', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 40, max: 300 }), fc.boolean(), (values, width, log) => {
      const { ticks, pixel } = makeHorizontalScale(values, [0, width], { log }, Math.max(2, Math.round(width / 55)));
      const labeled = ticks.filter(({ label }) => label !== '');
      assert.ok(labeled.length >= 1);
      labeled.slice(1).forEach(({ value, label }, at) => {
        const before = labeled[at]!;
        const room = pixel(value)! - pixel(before.value)!;
        assert.ok(room > (textWidth(label) + textWidth(before.label)) / 2, `${before.label} and ${label}: ${room}`);
      });
    }),
  );
  const tiny = makeHorizontalScale([2.0000000000000003e-48], [0, 40], { log: true }, 2);
  assert.ok(
    tiny.ticks.some(({ label }) => label !== ''),
    'a power of ten that rounding has moved',
  );
  const six = makeHorizontalScale([120_000, 135_000], [0, 120], {}, 3).ticks.filter(({ label }) => label !== '');
  assert.ok(six.length >= 2, 'both ends of a small axis are labeled');
});

test('every number has its position on the axis, in order, and ticks lie inside it, ascending', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 2, max: 9 }), (values, count) => {
      const { domain, ticks, pixel } = makeScale(values, pixels, {}, count);
      const shown = values.filter(Number.isFinite).sort((a, b) => a - b);
      const drawn = shown.map((value) => pixel(value)!);
      drawn.forEach((pixel, at) => {
        assert.ok(pixel >= -1e-9 && pixel <= 300 + 1e-9, `${shown[at]} at ${pixel}`);
        assert.ok(at === 0 || pixel >= drawn[at - 1]! - 1e-9);
      });
      assert.ok(ticks.length >= 2 && ticks.length <= 2 * count + 3, `${ticks.length} ticks of ${count}`);
      ticks.forEach(({ value }, at) => {
        assert.ok(value >= domain[0] && value <= domain[1]);
        assert.ok(at === 0 || value > ticks[at - 1]!.value);
      });
    }),
  );
});

test('no two ticks read the same', () => {
  const usual = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { maxLength: 10 });
  fc.assert(
    fc.property(usual, fc.integer({ min: 2, max: 9 }), (values, count) => {
      const { ticks } = makeScale(values, pixels, {}, count);
      assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length, JSON.stringify(ticks));
    }),
  );
});

test('a logarithmic axis drawn positive numbers and no others', () => {
  const positive = fc.double({ noNaN: true, min: 1e-200, max: 1e200 });
  fc.assert(
    fc.property(fc.array(positive, { minLength: 1, maxLength: 10 }), (values) => {
      const { ticks, pixel } = makeScale([...values, 0, -1], pixels, { log: true }, 5);
      for (const value of values) assert.ok(pixel(value)! >= -1e-6 && pixel(value)! <= 300 + 1e-6);
      assert.equal(pixel(0), undefined);
      assert.equal(pixel(-1), undefined);
      assert.ok(
        ticks.some(({ label }) => label !== ''),
        JSON.stringify({ values, ticks }),
      );
    }),
  );
});

test('ticks read well: round numbers, whole ones on request, exponents only where they help', () => {
  const labels = (values: readonly number[], options = {}): string[] =>
    makeScale(values, pixels, options, 5).ticks.map(({ label }) => label);
  assert.deepEqual(labels([0.03, 0.97]), ['0.0', '0.2', '0.4', '0.6', '0.8', '1.0']);
  assert.deepEqual(labels([1, 3], { whole: true }), ['1', '2', '3']);
  assert.deepEqual(labels([0, 2e-5]), ['0e0', '5e\u22126', '1e\u22125', '1.5e\u22125', '2e\u22125']);
  assert.deepEqual(labels([7, 7]), ['2', '4', '6', '8', '10', '12']);
  assert.deepEqual(labels([], { log: true }).filter(Boolean).length > 1, true);
});

test('a unit follows the title in brackets', () => {
  assert.equal(axisTitle({ title: 'solubility', unit: 'log mol/L' }), 'solubility (log mol/L)');
  assert.equal(axisTitle({ title: 'epoch' }), 'epoch');
});
