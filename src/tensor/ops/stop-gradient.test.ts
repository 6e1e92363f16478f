import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, value } from '../../../test/evaluate-tensors.ts';
import { gradients } from '../differentiate.ts';
import { input } from './input.ts';
import { multiply } from './multiply.ts';
import { stopGradient } from './stop-gradient.ts';
import { sum } from './sum.ts';

test('values pass, and gradients do not', async () => {
  const x = input('x', 'float64', [3]);
  const total = sum(multiply(x, stopGradient(x)));
  const [ofX] = gradients(total, [x]);
  const found = await evaluate({ total, ofX: ofX! }, { x: value('float64', [3], [1, 2, 3]) });
  assert.deepEqual([...found.total!.data], [14]);
  assert.deepEqual([...found.ofX!.data], [1, 2, 3]);
});
