/** The compiled tests, by group and by parts of their paths. */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../../src/platform/index.node.ts';

/** unit: tests beside their files but for the slowest; e2e: those, the command line and what crosses folders; web: the page in a browser. */
export const testGroups = ['unit', 'e2e', 'web'] as const;
export type TestGroup = (typeof testGroups)[number];

const folders = ['src', 'test', 'scripts', 'bench', 'examples'];

/** More than five seconds of processor time each, or many processes, connections or waits: with those across folders. */
const slowest: ReadonlySet<string> = new Set([
  'src/analysis/curvature/lanczos.test.ts',
  'src/analysis/curvature/sharpness.test.ts',
  'src/analysis/loss/network-loss.test.ts',
  'src/experiments/run-baseline.node.test.ts',
  'src/data/load-dataset.test.ts',
  'src/data/moleculenet.test.ts',
  'src/models/contract.test.ts',
  'src/objective/objective.test.ts',
  'src/data/splits/scaffold-golden.test.ts',
  'src/data/tables/byte-range.test.ts',
  'src/optim/contract.test.ts',
  'src/platform/rpc/contract.node.test.ts',
  'src/pretraining/corpus/stored-corpus.node.test.ts',
  'src/pretraining/parts/gradient-parts.node.test.ts',
  'src/pretraining/pretrain.test.ts',
  'src/service/hostile-clients.node.test.ts',
  'src/service/lifecycle.node.test.ts',
  'src/service/protocols.node.test.ts',
  'src/service/served-extras.node.test.ts',
  'src/tensor/ops/derivatives.test.ts',
  'src/training/kill.node.test.ts',
  'src/tune/optuna.node.test.ts',
  'src/tune/quality/search.node.test.ts',
  'src/tune/tune.node.test.ts',
]);

/**
 * Paths from the working directory, those that take longest first: what is long and begins last keeps the others waiting.
 * patterns: a path must contain one of them; none: all.
 */
export function testFiles(patterns: readonly string[], group?: TestGroup): string[] {
  const root = packageRoot();
  const compiled = join(root, 'dist');
  const pathsIn = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => path.split(sep).join('/'));
  // A compiled file counts only while its source exists: a renamed test must not run twice.
  const sources = new Set(folders.flatMap((folder) => pathsIn(join(root, folder)).map((path) => `${folder}/${path}`)));
  return pathsIn(compiled)
    .filter((path) => path.endsWith('.test.js') && sources.has(path.replace(/\.js$/, '.ts')))
    .filter((path) => group === undefined || groupsOf(path.replace(/\.js$/, '.ts')).includes(group))
    .filter((path) => patterns.length === 0 || patterns.some((part) => path.includes(part)))
    .sort((one, other) => rankOf(one) - rankOf(other) || (one < other ? -1 : 1))
    .map((path) => relative(process.cwd(), join(compiled, path)));
}

/** path: of the compiled file. Tests of the page take longest, then those across folders, then the slowest beside their files. */
function rankOf(path: string): number {
  if (path.startsWith('test/')) return path.startsWith('test/web/') ? 0 : 1;
  return slowest.has(path.replace(/\.js$/, '.ts')) ? 2 : 3;
}

/** path: of the source, from the root. */
function groupsOf(path: string): TestGroup[] {
  if (path.startsWith('test/web/')) return ['web'];
  if (path.startsWith('test/')) return ['e2e'];
  if (!path.startsWith('src/')) return [];
  return slowest.has(path) ? ['e2e'] : ['unit'];
}
