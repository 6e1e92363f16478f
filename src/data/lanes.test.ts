import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packLanes } from './lanes.ts';

const sizesOf = fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 80 });

test('no two molecules overlap, none is lost, and none leaves its lane', () => {
  fc.assert(
    fc.property(sizesOf, fc.integer({ min: 0, max: 200 }), (sizes, extra) => {
      const { lanes, length, laneOf, offsetOf } = packLanes(sizes, Math.max(0, ...sizes) + extra);
      const taken = Array.from({ length: lanes }, () => new Uint8Array(length));
      sizes.forEach((size, molecule) => {
        assert.ok(laneOf[molecule]! < lanes || (lanes === 0 && size === 0));
        for (let atom = 0; atom < size; atom++) {
          const position = offsetOf[molecule]! + atom;
          assert.ok(position < length);
          assert.equal(taken[laneOf[molecule]!]![position]!++, 0);
        }
      });
      assert.equal(
        taken.reduce((sum, lane) => sum + lane.reduce((used, atom) => used + atom, 0), 0),
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }),
  );
});

test('packing is deterministic and equals a plain first-fit decreasing with stable ties', () => {
  fc.assert(
    fc.property(sizesOf, (sizes) => {
      const length = Math.max(0, ...sizes);
      const order = sizes.map((_, molecule) => molecule).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
      const used: number[] = [];
      const laneOf = new Int32Array(sizes.length);
      const offsetOf = new Int32Array(sizes.length);
      for (const molecule of order) {
        const open = used.findIndex((filled) => filled < length && filled + sizes[molecule]! <= length);
        const lane = open < 0 ? used.push(0) - 1 : open;
        laneOf[molecule] = lane;
        offsetOf[molecule] = used[lane]!;
        used[lane]! += sizes[molecule]!;
      }
      assert.deepEqual(packLanes(sizes), { lanes: used.length, length, laneOf, offsetOf });
      assert.deepEqual(packLanes(Int32Array.from(sizes)), packLanes(sizes));
    }),
  );
});

test('the lane length defaults to the largest molecule and an empty batch has no lanes', () => {
  assert.deepEqual(packLanes([3, 9, 6]), {
    lanes: 2,
    length: 9,
    laneOf: Int32Array.of(1, 0, 1),
    offsetOf: Int32Array.of(6, 0, 0),
  });
  assert.equal(packLanes([]).lanes, 0);
});

test('a molecule longer than a lane is refused with both numbers', () => {
  assert.throws(() => packLanes([5, 12], 10), { code: 'layout-mismatch', what: /\b1\b.*\b12\b.*\b10\b/ });
});
