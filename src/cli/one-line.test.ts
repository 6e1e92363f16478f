import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DataError } from '../base/index.ts';
import { describeError, errorText } from './describe-error.ts';
import { onOneLine } from './one-line.ts';

test('line breaks and control characters are escaped, tabs and letters of all languages stay', () => {
  assert.equal(onOneLine('log\nS\r\u0085\u2028\u001b[31m'), 'log\\nS\\r\\u0085\\u2028\\u001b[31m');
  assert.equal(onOneLine('Löslichkeit\t溶解度 µ'), 'Löslichkeit\t溶解度 µ');
});

test('an error that names a column with a line break has one line for each of its parts', () => {
  const error = new DataError({
    code: 'column-missing',
    what: 'there is no column "log\nS"',
    where: 't.csv',
    advice: 'Columns: a, b\nc.',
  });
  assert.deepEqual(errorText(describeError(error)).split('\n'), [
    'error: there is no column "log\\nS"',
    '  where: t.csv',
    '  advice: Columns: a, b\\nc.',
  ]);
});
