import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit } from './own-model.ts';

for (const name of ['adam', 'graphsam']) {
  test(`${name} finds the curve of the example, to the noise of its points`, async () => {
    const { loss, weights } = await fit(name);
    assert.ok(loss < 0.02, `loss ${loss}`);
    [0.5, 2, 1.3, 0.4].forEach((value, index) => {
      assert.ok(Math.abs(weights[index]! - value) < 0.1, `${weights[index]}, expected about ${value}`);
    });
  });
}
