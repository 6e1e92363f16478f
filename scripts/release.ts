/**
 * npm run release -- VERSION [--dry-run]
 *
 * Gives what is unreleased a version: CHANGELOG.md, package.json, package-lock.json and src/base/version.ts, one commit, one tag.
 * Pushing the tag publishes (.github/workflows/release.yml). Refuses on another branch than main, or with uncommitted changes.
 * --dry-run prints what it would do, and what stands in the way.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../src/base/errors.ts';
import { packageRoot } from '../src/platform/index.node.ts';
import { releaseChangelog } from './shared/changelog.ts';
import { reportFailure } from './shared/report-failure.ts';

const root = packageRoot();
type Files = Readonly<Record<string, string>>;

await reportFailure(async () => {
  const { values, positionals } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [version, ...others] = positionals;
  if (version === undefined || others.length > 0) {
    throw new ConfigError({ code: 'wrong-arguments', what: 'usage: npm run release -- VERSION [--dry-run]' });
  }
  const files = filesOf(version, new Date().toISOString().slice(0, 10));
  const problems = problemsOf(version);
  if (values['dry-run']) return printPlan(version, files, problems);
  if (problems.length > 0) throw new ConfigError(`${problems.join('; ')}.`);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  git('commit', '--all', '--allow-empty', '--message', `Version ${version}`);
  git('tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
  console.log(`Tagged v${version}. To publish: git push --follow-tags`);
});

/** Files with their text after the release. Throws GraphsamError if version or changelog cannot be used. */
function filesOf(version: string, date: string): Files {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const lock = JSON.parse(read('package-lock.json')) as { version: string; packages: { '': { version: string } } };
  lock.version = version;
  lock.packages[''].version = version;
  return {
    'CHANGELOG.md': releaseChangelog(read('CHANGELOG.md'), version, date),
    'package.json': read('package.json').replace(/^( {2}"version": )"[^"]*"/m, `$1"${version}"`),
    'package-lock.json': `${JSON.stringify(lock, null, 2)}\n`,
    'src/base/version.ts': read('src/base/version.ts').replace(/version = '[^']*'/, `version = '${version}'`),
  };
}

function problemsOf(version: string): string[] {
  const branch = git('rev-parse', '--abbrev-ref', 'HEAD');
  const problems: string[] = [];
  if (branch !== 'main') problems.push(`releases are made on main, this is ${branch}`);
  if (git('status', '--porcelain') !== '') problems.push('there are uncommitted changes');
  if (git('tag', '--list', `v${version}`) !== '') problems.push(`there is a tag v${version}`);
  return problems;
}

function printPlan(version: string, files: Files, problems: readonly string[]): void {
  for (const [path, text] of Object.entries(files)) {
    const isChanged = text !== readFileSync(join(root, path), 'utf8');
    console.log(`${isChanged ? 'would write' : 'unchanged  '} ${path}`);
  }
  console.log(`would commit and tag v${version}`);
  for (const problem of problems) console.log(`in the way: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

/** What git prints. */
function git(...options: string[]): string {
  return execFileSync('git', options, { cwd: root, encoding: 'utf8' }).trim();
}
