import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import type { Table } from '../data/index.ts';
import { decimalNote } from './decimal-note.ts';
import { inBlocks } from './in-blocks.ts';
import { chunks, inOrder } from './in-order.ts';
import { predictTable } from './predict-table.ts';
import { fieldValues, predictedFields } from './predicted-fields.ts';
import { formatFloat32, headerLine, predictionColumns, predictionLine } from './prediction-columns.ts';
import type { Predictor } from './predictor.ts';

async function* stream<T>(items: Iterable<T>, onRead: () => void = () => {}): AsyncGenerator<T> {
  for (const item of items) {
    onRead();
    yield item;
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const length: Predictor = {
  predict: async (structures) => {
    await setTimeout(Math.random() * 3);
    return structures.map((structure) =>
      structure === '?' ? { reason: 'unreadable' } : { values: [structure.toString().length] },
    );
  },
};

test('many molecules are predicted some at a time, each with what belongs to it', async () => {
  const asked: number[] = [];
  const answer = async (molecules: readonly number[], beside: readonly number[]): Promise<Float32Array> => {
    asked.push(molecules.length);
    return Float32Array.from(molecules.flatMap((molecule, index) => [molecule, beside[index] ?? -1]));
  };
  const molecules = [1, 2, 3, 4, 5];
  const given = await inBlocks({ molecules, beside: [6, 7, 8, 9, 10] }, answer, 2);
  assert.deepEqual([...given], [1, 6, 2, 7, 3, 8, 4, 9, 5, 10]);
  assert.deepEqual([...(await inBlocks({ molecules }, answer))], [1, -1, 2, -1, 3, -1, 4, -1, 5, -1]);
  assert.deepEqual(asked, [2, 2, 1, 5]);
  assert.equal((await inBlocks({ molecules: [] }, answer)).length, 0);
});

test('chunks hold every item once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer()), fc.integer({ min: 1, max: 5 }), async (items, size) => {
      const found = await collect(chunks(stream(items), { size, weigh: () => 1, mostWeight: 1e6 }));
      assert.deepEqual(found.flat(), items);
      assert.ok(found.slice(0, -1).every((chunk) => chunk.length === size));
    }),
  );
});

test('results come back in order whatever the work takes, and never more than asked are at work', async () => {
  const delays = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(delays, fc.integer({ min: 1, max: 4 }), async (items, atOnce) => {
      let [atWork, most] = [0, 0];
      const work = async (delay: number): Promise<number> => {
        most = Math.max(most, ++atWork);
        await setTimeout(delay);
        atWork--;
        return delay;
      };
      assert.deepEqual(await collect(inOrder(stream(items), work, { atOnce })), items);
      assert.ok(most <= atOnce);
    }),
    { numRuns: 25 },
  );
});

test('a failure ends the stream, and the source is closed', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<number> {
    try {
      for (let item = 0; ; item++) yield item;
    } finally {
      closed = true;
    }
  }
  const work = async (item: number): Promise<number> => {
    if (item === 3) throw new Error('third');
    return item;
  };
  await assert.rejects(collect(inOrder(source(), work, { atOnce: 2 })), /third/);
  assert.equal(closed, true);
});

test('every row gets its own prediction, in row order, with any number of predictors', async () => {
  const smiles = Array.from({ length: 1000 }, (_, row) => (row % 7 === 0 ? '?' : 'C'.repeat(row % 50)));
  for (const predictors of [[length], [length, length, length]]) {
    const written: [string, number | undefined][] = [];
    const summary = await predictTable(stream(smiles), {
      structureOf: (row) => row,
      predictors,
      chunkRows: 16,
      write: (rows, predictions) => {
        rows.forEach((row, index) => {
          written.push([row, predictions[index]!.values?.[0]]);
        });
      },
    });
    assert.deepEqual(
      written,
      smiles.map((row) => [row, row === '?' ? undefined : row.length]),
    );
    assert.deepEqual(summary, { rows: 1000, failed: 143, characters: 1000 });
  }
});

test('a slow writer holds back the reader: only a few chunks are ever in memory', async () => {
  let [read, written, most] = [0, 0, 0];
  await predictTable(
    stream(Array(2000).fill('C'), () => {
      read++;
    }),
    {
      structureOf: (row) => row,
      predictors: [length, length],
      chunkRows: 10,
      write: async (rows) => {
        most = Math.max(most, read - written);
        await setTimeout(1);
        written += rows.length;
      },
    },
  );
  assert.equal(written, 2000);
  assert.ok(most <= 10 * 5, `${most} rows were held`);
});

test('rows of many megabytes wait for each other, however many predictors there are', async () => {
  let [read, written, most] = [0, 0, 0];
  const megabytes = 15;
  await predictTable(
    stream(Array(40).fill('C'), () => {
      read++;
    }),
    {
      structureOf: (row) => row,
      predictors: Array(4).fill(length),
      lengthOf: () => megabytes << 20,
      write: async (rows) => {
        most = Math.max(most, read - written);
        written += rows.length;
      },
    },
  );
  assert.equal(written, 40);
  assert.ok(most <= 2, `${most} rows were held`);
});

test('rows of a megabyte are held a few at a time, however many a chunk may have', async () => {
  let [read, written, most] = [0, 0, 0];
  const heavy = 'C'.repeat(1 << 20);
  const summary = await predictTable(
    stream(Array(60).fill(heavy), () => {
      read++;
    }),
    {
      structureOf: (row) => row.slice(0, 3),
      predictors: [length, length],
      lengthOf: (row) => row.length,
      write: async (rows) => {
        most = Math.max(most, read - written);
        written += rows.length;
      },
    },
  );
  assert.deepEqual([written, summary.characters], [60, 60 * (1 << 20)]);
  assert.ok(most <= 5, `${most} rows were held`);
});

test('an aborted signal ends the prediction', async () => {
  const controller = new AbortController();
  const run = predictTable(stream(Array(500).fill('C')), {
    structureOf: (row) => row,
    predictors: [length],
    chunkRows: 10,
    write: () => controller.abort(),
    signal: controller.signal,
  });
  await assert.rejects(run, { name: 'AbortError' });
});

test('float32 numbers are written with the fewest digits that read back the same', () => {
  assert.equal(formatFloat32(Math.fround(0.1)), '0.1');
  assert.equal(formatFloat32(-2), '-2');
  assert.equal(formatFloat32(Number.NaN), '');
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      assert.equal(Math.fround(Number(formatFloat32(value))), value === 0 ? 0 : value);
    }),
  );
});

test('input cells come out unchanged, predictions and a disarmed reason behind them', () => {
  const targets = { tasks: ['logP', 'logS'], taskType: 'regression' };
  const columns = predictionColumns(['smiles', 'logP', 'reason'], targets);
  assert.deepEqual(columns, { tasks: ['logP_prediction', 'logS_prediction'], reason: 'reason_2' });
  assert.equal(
    headerLine(['smiles', 'a "b"'], predictionColumns([], { ...targets, tasks: ['y'] })),
    'smiles,"a ""b""",y_prediction,reason',
  );
  assert.equal(predictionLine(['CCO', '=1+1', 'a,b'], { values: [0.5, 2] }, targets), 'CCO,=1+1,"a,b",0.5,2,');
  assert.equal(predictionLine(['x'], { reason: '=cmd' }, targets, ';'), "x;;;'=cmd");
});

test('what a model answers are named fields: numbers, the name of a class, nothing for a refused molecule', () => {
  const targets = { tasks: ['grade', 'color'], taskType: 'multiclass', classes: [['low', 'high'], ['red']] };
  const fields = predictedFields(targets);
  assert.deepEqual(
    fields.map(({ name, kind }) => `${name} ${kind}`),
    ['grade_prediction text', 'grade_low number', 'grade_high number', 'color_prediction text', 'color_red number'],
  );
  assert.deepEqual(fieldValues({ values: [0.25, 0.75, 1, 0] }, targets), ['high', 0.25, 0.75, 'red', 1]);
  assert.deepEqual(fieldValues({ reason: 'unreadable' }, targets), Array(5).fill(undefined));
});

test('a table with decimal commas is told that predictions have points, one that may have thousands is not', () => {
  const told = (delimiter: NonNullable<Table['delimiter']>, ...cells: string[]): string[] =>
    decimalNote({ name: 'table.csv', delimiter }, [{ cells: ['1,5', ...cells] }], 0);
  assert.match(told(';', 'ethanol', ' -0,77').join(), /^table\.csv: its numbers have decimal commas/);
  assert.equal(told('\t', '3,14159').length, 1);
  assert.deepEqual([told(';', '1,234', '0.5', 'a,5'), told(',', '-0,77')], [[], []]);
});
