import assert from 'node:assert/strict';
import { join, sep } from 'node:path';
import { test } from 'node:test';
import { sourceFiles } from '../platform/source-files.test.helper.ts';
import { losses, taskTypes } from './registry.ts';

/** Names that are metrics too may be asked for as metrics; what only a task or a loss is called may not be compared with at all. */
const names = [...new Set([...taskTypes, ...losses.map(({ name }) => name)])].join('|');
const comparison = new RegExp(`(?:[=!]==?\\s*|case\\s+)['"\`](?:${names})['"\`]|['"\`](?:${names})['"\`]\\s*[=!]==?`);

test('no file outside src/tasks asks which kind of task or which loss it has', () => {
  const files = sourceFiles(['src', 'web', 'scripts']).filter(
    ({ path }) => !path.startsWith(join('src', 'tasks') + sep),
  );
  assert.ok(files.length > 400, `only ${files.length} files were searched`);
  const found = files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (comparison.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});

test('the search finds comparisons however they are written', () => {
  for (const line of [
    "if (taskType === 'classification') return 1;",
    "return 'bce' !== loss;",
    "    case 'mse':",
    'const is = kind == "multiclass";',
  ]) {
    assert.match(line, comparison);
  }
  assert.doesNotMatch("taskType: 'classification',", comparison);
});
