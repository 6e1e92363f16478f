import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerToModel } from '../lower.ts';
import { add } from '../ops/add.ts';
import { gruRecurrence } from '../ops/gru-recurrence.ts';
import { input } from '../ops/input.ts';
import { mish } from '../ops/mish.ts';
import { multiply } from '../ops/multiply.ts';
import { sum } from '../ops/sum.ts';
import { decodeModel } from './decode.ts';
import { encodeModel } from './encode.ts';
import { joinModels } from './join.ts';
import type { OnnxModel } from './model.ts';
import { printModel } from './print.ts';

/** With a loop, whose body is a graph of its own, and weights inside. */
function part(factor: number, width = 2): OnnxModel {
  const states = gruRecurrence({
    projected: input('projected', 'float32', ['steps', 1, 'lanes', 3 * width]),
    keep: input('keep', 'float32', ['steps', 1, 'lanes', 1]),
    initial: input('initial', 'float32', ['steps', 1, 'lanes', width]),
    hiddenWeight: input('hiddenWeight', 'float32', [1, 3 * width, width]),
    hiddenBias: input('hiddenBias', 'float32', [1, 1, 3 * width]),
  });
  const values = (dims: number[]) => {
    const data = new Float32Array(dims.reduce((product, length) => product * length, 1)).fill(factor);
    return { type: 'float32', dims, data } as const;
  };
  const initializers = new Map([
    ['hiddenWeight', values([1, 3 * width, width])],
    ['hiddenBias', values([1, 1, 3 * width])],
  ]);
  const y = sum(mish(multiply(states, states)), [0, 1, 3]);
  return lowerToModel({ y }, { initializers, metadata: { graphsam: '{}', other: 'text' } });
}

const both = (): OnnxModel =>
  lowerToModel({ total: add(input('a.y', 'float32', ['lanes']), input('b.y', 'float32', ['lanes'])) });

test('a model that was read is the one that was written, byte for byte', () => {
  const bytes = encodeModel(part(0.5));
  const { graph, metadata } = decodeModel(bytes);
  const { graphChecksum: _, ...given } = metadata;
  assert.deepEqual(encodeModel({ graph, metadata: given }), bytes);
  assert.deepEqual(given, { graphsam: '{}', other: 'text' });
});

test('joined models share their inputs and keep everything else apart, loops included', () => {
  const joined = joinModels(
    new Map([
      ['a', part(0.5)],
      ['b', part(2)],
    ]),
    both(),
    {},
  );
  const text = printModel(joined);
  assert.deepEqual(
    joined.graph.inputs.map(({ name }) => name),
    ['projected', 'keep', 'initial'],
  );
  assert.deepEqual(
    joined.graph.outputs.map(({ name }) => name),
    ['total'],
  );
  assert.equal(joined.graph.initializers.get('a.hiddenWeight')!.data[0], 0.5);
  assert.equal(joined.graph.initializers.get('b.hiddenWeight')!.data[0], 2);
  const loops = joined.graph.nodes.filter(({ opType }) => opType === 'Scan');
  assert.equal(loops.length, 2);
  const names = [...text.matchAll(/^\s*(\S+)(?:, \S+)* = /gm)].map(([, name]) => name);
  assert.equal(new Set(names).size, names.length, 'two values have one name');
});

test('models that read an input differently are not joined, nor are models that lack an output', () => {
  assert.throws(
    () =>
      joinModels(
        new Map([
          ['a', part(1)],
          ['b', part(1, 3)],
        ]),
        both(),
        {},
      ),
    { code: 'shape-mismatch', where: 'joinModels', what: /\bprojected\b/ },
  );
  assert.throws(() => joinModels(new Map([['a', part(1)]]), both(), {}), {
    code: 'shape-mismatch',
    where: 'joinModels',
    what: /b\.y/,
  });
});
