/** Packs the package as npm would publish it, and checks the result: its exports (publint) and its types as others see them (attw). */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { packageRoot } from '../src/platform/index.node.ts';
import { packInto } from './shared/pack.ts';

const root = packageRoot();
const { folder, tarball } = packInto();
// The package is ES modules only.
const problems = [
  run(`npx publint run "${tarball}" --strict`),
  run(`npx attw "${tarball}" --profile esm-only --no-color --no-emoji`),
];
rmSync(folder, { recursive: true });
process.exitCode = problems.some((status) => status !== 0) ? 1 : 0;

function run(command: string): number {
  return spawnSync(command, { cwd: root, stdio: 'inherit', shell: true }).status ?? 1;
}
