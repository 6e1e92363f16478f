import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readYaml } from './read-yaml.ts';

test('YAML and JSON become plain data, with the line of each path', () => {
  const { content, lineOf } = readYaml('training:\n  epochs: 3\nseeds: [1, 2]\n', 'c.yaml');
  assert.deepEqual(content, { training: { epochs: 3 }, seeds: [1, 2] });
  assert.equal(lineOf(['training', 'epochs']), 'line 2');
  assert.equal(lineOf(['seeds', 1]), 'line 3');
  assert.equal(lineOf(['training', 'absent']), 'line 2');
  assert.deepEqual(readYaml('{"a": [1]}', 'c.json').content, { a: [1] });
});

test('a mistake is named by its line, and a bomb of aliases is refused before it grows', () => {
  const refusal = { name: 'ConfigError', code: 'unreadable-configuration' };
  assert.throws(() => readYaml('a: 1\n\tb: 2\n', 'c.yaml'), { ...refusal, where: 'c.yaml, line 2' });
  const levels = 'abcdefghi'.split('').map((name, level, all) => {
    const below = level === 0 ? '"lol"' : `*${all[level - 1]}`;
    return `${name}: &${name} [${Array(9).fill(below).join(', ')}]`;
  });
  assert.throws(() => readYaml(levels.join('\n'), 'bomb.yaml'), {
    ...refusal,
    where: 'bomb.yaml',
    what: /aliases multiply/,
  });
  assert.throws(() => readYaml('a: *nobody\n', 'c.yaml'), { ...refusal, where: /^c\.yaml/, what: /nobody/ });
});
