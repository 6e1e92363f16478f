/**
 * Which test files run in one process: those of a folder of src, because starting Node and loading what they share costs more processor
 * time than most of them compute with. Files of one process may share nothing but what they import and never change.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { groupBy } from '../../src/base/group-by.ts';

export interface TestProcess {
  /** What Node runs: the only test file, or a module that runs all of them. */
  readonly program: string;
  /** Absolute. */
  readonly files: readonly string[];
}

/** Tests of files, processes and environments are named `*.node.test.ts`; these change their process too, or need flags of their own. */
const ownProcess: readonly string[] = [
  'src/base/without-simd.test.js', // replaces WebAssembly
  'src/data/tables/read-table.test.js', // measures the memory of its process
  'src/chem/rdkit.test.js', // baseline-webassembly.ts: with V8's optimizing compiler
  'src/data/moleculenet.test.js', // so does this
  'src/data/splits/scaffold-golden.test.js', // and this
  'src/runtime/devices.test.js', // opens other devices, which a process does once
];

const folderInSrc = /(?:^|\/)dist\/src\/([^/]+)\/.*\.test\.js$/;

/** For each file the name of the group that it runs with; undefined: alone. */
export function groupOf(file: string): string | undefined {
  const path = file.split(sep).join('/');
  const isAlone = path.endsWith('.node.test.js') || ownProcess.some((own) => path.endsWith(`dist/${own}`));
  return isAlone ? undefined : folderInSrc.exec(path)?.[1];
}

/** files: in the order in which they begin; a group begins where its first file would. folder: where the modules that run several are written. */
export function testProcesses(files: readonly string[], folder: string): TestProcess[] {
  const paths = files.map((path) => resolve(path));
  return [...groupBy(paths, (file) => groupOf(file) ?? file)].map(([group, grouped]) => ({
    program: grouped.length === 1 ? grouped[0] : writeProgram(join(folder, group), grouped),
    files: grouped,
  }));
}

/** In a folder of its own, so that Node's reports call it by the name of the group. */
function writeProgram(folder: string, files: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'together.mjs');
  const runner = new URL('./run-together.js', import.meta.url).href;
  writeFileSync(
    program,
    `import { runTogether } from ${JSON.stringify(runner)};\nawait runTogether(${JSON.stringify(files)});\n`,
  );
  return program;
}
