/**
 * Runs all compiled tests with Node's test runner, or those whose path contains one of the arguments. (Node 20's own search
 * would take every file in a folder named test for a test.)
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageRoot } from '../src/platform/package-root.node.ts';

const root = packageRoot();
const compiled = join(root, 'dist');
const wanted = process.argv.slice(2);

/** A compiled file counts only while its source exists: a renamed test must not run twice. */
function testFiles(folder: string, sources: ReadonlySet<string>): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.js') && sources.has(path.replace(/\.js$/, '.ts')))
    .filter((path) => wanted.length === 0 || wanted.some((part) => path.includes(part)))
    .map((path) => relative(process.cwd(), join(folder, path)))
    .sort();
}

const sources = new Set(
  ['src', 'test', 'scripts', 'bench', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  ),
);
const files = testFiles(compiled, sources);
const { status } = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-concurrency=2', ...files], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
