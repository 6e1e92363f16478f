/** Sums and scaling by filter, against their definition element by element. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ParameterLayout } from '../../base/parameter-layout.ts';
import { addScaledPerFilter, filterShape, sumPerFilter } from './filters.ts';

const close = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-12 * (1 + Math.abs(expected)), `${actual}, expected ${expected}`);

/** A tensor of up to three axes with the place of each element on its filter axis. */
const drawn = fc
  .record({
    shape: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 })),
    filterAxis: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ shape, filterAxis }) => {
    const entry = new ParameterLayout([{ name: 'tensor', shape, role: 'weight', filterAxis }]).entry('tensor');
    const inner = shape.slice(filterAxis + 1).reduce((product, length) => product * length, 1);
    const filterOf = (index: number): number => Math.floor(index / inner) % shape[filterAxis]!;
    return { entry, filterOf, filters: shape[filterAxis]! };
  });

describe('filters', () => {
  test('sum their elements, or the squares, whatever axis they lie on', () => {
    fc.assert(
      fc.property(drawn, fc.boolean(), ({ entry, filterOf, filters }, squared) => {
        const tensor = Float64Array.from({ length: entry.size }, (_, index) => Math.sin(index + 1));
        const expected = new Float64Array(filters);
        tensor.forEach((value, index) => {
          expected[filterOf(index)]! += squared ? value * value : value;
        });
        const sums = sumPerFilter(tensor, filterShape(entry), squared);
        for (const [filter, sum] of sums.entries()) close(sum, expected[filter]!);
      }),
    );
  });

  test('scale what is added to each of them, and return its sum of squares', () => {
    fc.assert(
      fc.property(drawn, ({ entry, filterOf, filters }) => {
        const target = Float64Array.from({ length: entry.size }, (_, index) => Math.cos(index));
        const start = Float64Array.from({ length: entry.size }, (_, index) => Math.sin(index));
        const factors = Float64Array.from({ length: filters }, (_, filter) => 0.1 * (filter + 1));
        const added = target.map((value, index) => factors[filterOf(index)]! * value);
        const squares = addScaledPerFilter(target, start, factors, filterShape(entry));
        for (const [index, value] of target.entries()) close(value, start[index]! + added[index]!);
        close(
          squares,
          added.reduce((sum, value) => sum + value * value, 0),
        );
      }),
    );
  });
});
