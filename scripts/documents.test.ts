/** The documents are true where a program can tell: links lead somewhere, commands and files that they name exist. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { test } from 'node:test';
import { commands } from '../src/cli/commands.ts';
import {
  anchorsOf,
  documents,
  filesNamedIn,
  isFile,
  linksOf,
  reachableFrom,
  root,
  servedModules,
} from './documents.ts';
import { mayImport } from './folders.ts';

const all = documents();
const textOf = (path: string): string => all.find((document) => document.path === path)!.text;

test('every relative link leads to a file or folder, and to a heading that is there', () => {
  const dead = all.flatMap((document) =>
    linksOf(document)
      .filter(({ target, heading }) => {
        if (!existsSync(join(root, target))) return true;
        const linked = all.find(({ path }) => path === target);
        return linked !== undefined && heading !== undefined && !anchorsOf(linked).includes(heading);
      })
      .map(({ target, heading }) => `${document.path}: ${target}${heading ? `#${heading}` : ''}`),
  );
  assert.deepEqual(dead, []);
});

test('every document can be reached from the README', () => {
  const reached = reachableFrom('README.md', all);
  const lost = all.map(({ path }) => path).filter((path) => !reached.has(path));
  assert.deepEqual(lost, []);
});

test("the README's table has a row for every command, and names no other", () => {
  const named = [...textOf('README.md').matchAll(/^\| `graphsam ([\w-]+)` \|/gm)].map(([, name]) => name!);
  assert.deepEqual(named.toSorted(), commands.map(({ name }) => name).toSorted());
});

test('commands that documents name exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const names = commands.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
  const unknown = all.flatMap(({ path, text }) => [
    ...found(text, /npm run (\w[\w:-]*)/g, path, (name) => name in scripts),
    ...found(text, /node dist\/([\w/.-]+)\.js/g, path, (file) => existsSync(join(root, `${file}.ts`))),
    ...found(text, /`(?:npx )?graphsam ([a-z-]+)/g, path, (name) => names.includes(name)),
  ]);
  assert.deepEqual(unknown, []);
});

test('files that documents name exist', () => {
  const unknown = all.flatMap((document) =>
    filesNamedIn(document)
      .filter((name) => !isFile(name, document))
      .map((name) => `${document.path}: ${name}`),
  );
  assert.deepEqual(unknown, []);
});

test('the table of the architecture has a row for every folder of src, and the folders that it may import', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.deepEqual(folders.map(({ name }) => name).toSorted(), Object.keys(mayImport).toSorted());
  const rows = [...textOf('docs/architecture.md').matchAll(/^\| \[(\w+)\]\(\.\.\/src\/\w+\) \|.*\| (.*) \|$/gm)];
  assert.deepEqual(
    rows.map(([, folder]) => folder),
    Object.keys(mayImport),
  );
  for (const [, folder, imports] of rows) {
    if (/^all|nothing/.test(imports!)) continue;
    assert.deepEqual(imports!.split(', '), mayImport[folder!], folder);
  }
});

test('the page of the command line lists every file of its folder', () => {
  const listed = new Set(filesNamedIn(all.find(({ path }) => path === 'src/cli/README.md')!));
  const files = readdirSync(join(root, 'src', 'cli')).filter((file) => /^[\w-]+\.ts$/.test(file));
  assert.deepEqual(
    files.filter((file) => !listed.has(file)),
    [],
  );
});

test('the page of platform lists every module that runs elsewhere, and the file that calls it names its type', () => {
  const rows = [...textOf('src/platform/README.md').matchAll(/^\| `(\S+)` \| .* \| `(\S+)` \|$/gm)];
  const listed = rows.map(([, module, caller]) => `${caller} calls ${module}`);
  assert.deepEqual(listed.toSorted(), servedModules().toSorted());
  const untyped = rows.filter(([, module, caller]) => {
    const text = readFileSync(join(root, caller!), 'utf8');
    return !text.includes(`import('./${relative(dirname(caller!), module!).split(sep).join('/')}')`);
  });
  assert.deepEqual(
    untyped.map(([, , caller]) => caller),
    [],
  );
});

/** What a pattern finds and the check does not know, with the document it stands in. */
function found(text: string, pattern: RegExp, path: string, isKnown: (name: string) => boolean): string[] {
  return [...text.matchAll(pattern)].flatMap(([whole, name]) => (isKnown(name!) ? [] : [`${path}: ${whole}`]));
}

test('decisions have a number each, of its own', () => {
  const numbers = readdirSync(join(root, 'docs/decisions')).flatMap((name) => /^(\d{4})-.+\.md$/.exec(name)?.[1] ?? []);
  assert.ok(numbers.length > 20);
  assert.deepEqual(numbers, [...new Set(numbers)]);
});

test('lines of documents have at most 100 characters', () => {
  const long = all
    // Made by npm run results, each caption in one line.
    .filter(({ path }) => path !== 'docs/results.md')
    .flatMap(({ path, text }) => longLines(text).map((line) => `${path}:${line}`));
  assert.deepEqual(long, []);
});

/** Numbers of the lines, but for code, tables, pictures, addresses and what commands write between two marks. */
function longLines(text: string): number[] {
  const blank = (part: string): string => part.replace(/[^\n]/g, '');
  const written = text
    .replace(/^<!-- ([\w ]+) -->[\s\S]*?^<!-- (?:end of |\/)\1 -->/gm, blank)
    .replace(/^\s*```[\s\S]*?```$/gm, blank)
    .split('\n');
  return written.flatMap((line, index) =>
    line.length > 100 && /\S\s+\S/.test(line) && !/^(\||!\[| {4}|\s*[-*] \S+$)/.test(line) ? [index + 1] : [],
  );
}
