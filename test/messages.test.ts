/** What the texts of the library rest on: every error has a code, and every setting that a text names is one. */
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { test } from 'node:test';
import { errorCodes, jsonPointer, nameSettings, setting, settingsIn } from '../src/base/index.ts';
import { commands } from '../src/cli/commands.ts';
import { optionNames } from '../src/cli/option-names.ts';
import { outputSettings } from '../src/cli/output-settings.ts';
import { sourceFiles } from '../src/platform/source-files.test.helper.ts';

const sources = sourceFiles(['src']).map(({ path, text }) => ({ path: relative('src', path), text }));

test('every error that is thrown has a code of the table', () => {
  const without = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/new (?:Graphsam|Config|Data|Shape|Run|Checkpoint|Machine)Error\((.{0,60})/gs)]
      .filter(([, start]) => !/^\s*\{\s*code(: '[a-z-]+'|,|: )/.test(start!))
      .map(([whole]) => `${path}: ${whole}`),
  );
  assert.deepEqual(without, []);
});

test('every code of the table is used', () => {
  const all = sources.map(({ text }) => text).join('\n');
  const unused = Object.keys(errorCodes).filter((code) => (all.match(new RegExp(`'${code}'`, 'g')) ?? []).length < 2);
  assert.deepEqual(
    unused.filter((code) => code !== 'unspecified'),
    [],
  );
});

test('every setting that a text names is an option of some command', async () => {
  const definitions = await Promise.all(commands.map(({ load }) => load()));
  const known = new Set(
    [...outputSettings.options, ...definitions.flatMap(({ options }) => options)].flatMap(({ path, alsoPath }) => [
      path,
      alsoPath,
    ]),
  );
  const named = sources.flatMap(({ path, text }) =>
    [...text.matchAll(/\bsetting\('([\w.]+)'/g)].map(([, found]) => ({ path, found })),
  );
  assert.ok(named.length > 50);
  assert.deepEqual(
    named.filter(({ found }) => !known.has(found)),
    [],
  );
});

test('below the command line no text names an option', () => {
  const speaking = sources
    .filter(
      ({ path }) =>
        !path.startsWith('cli/') &&
        !path.startsWith('charts/') &&
        // Scripts for schedulers, and a flag of Node, are other programs' options, as are those of npm and curl below.
        !path.startsWith('experiments/submit/') &&
        !/style|structure|surface-chart|address-space/.test(path),
    )
    .flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line) && !/\/\*\*.*--.*\*\//.test(line))
        .filter((line) => /['"`( ]--[a-z]/.test(line) && !/npm install|\bcurl -|var\(--/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  assert.deepEqual(speaking, []);
});

test('a setting in a text gets the name of the edge, and keeps its path where the edge has none', () => {
  const text = `Use ${setting('data.censored', 'drop')} or ${setting('data.header', false)}, not ${setting('a.b')}.`;
  const names = optionNames([
    { name: 'censored', kind: 'text', group: '', help: '', path: 'data.censored' },
    { name: 'no-header-row', kind: 'flag', group: '', help: '', path: 'data.header', sets: false },
  ]);
  assert.equal(nameSettings(text, names), 'Use --censored drop or --no-header-row, not `a.b`.');
  assert.deepEqual(settingsIn(text), ['data.censored', 'data.header', 'a.b']);
  assert.equal(nameSettings('a word in `backquotes` stays', names), 'a word in `backquotes` stays');
  assert.equal(jsonPointer(['model', 'settings', 'a/b~c', 0]), '/model/settings/a~1b~0c/0');
});
