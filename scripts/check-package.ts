/** Packs the package as npm would publish it, and checks the result: its exports (publint) and its types as others see them (attw). */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { checkPackage, createPackageFromTarballData, type Package, type Problem } from '@arethetypeswrong/core';
import { packageRoot } from '../src/platform/index.node.ts';
import { packInto } from './shared/pack.ts';

/** The package is ES modules only: who asks for CommonJS gets none. */
const notOffered: readonly unknown[] = ['node10', 'node16-cjs'];

const { folder, tarball } = packInto();
const exportsAreRight =
  spawnSync(`npx publint run "${tarball}" --strict`, { cwd: packageRoot(), stdio: 'inherit', shell: true }).status ===
  0;
const problems = await typeProblems(tarball);
for (const problem of problems) console.error('types as others see them:', problem);
rmSync(folder, { recursive: true });
process.exitCode = exportsAreRight && problems.length === 0 ? 0 : 1;

async function typeProblems(tarball: string): Promise<readonly Problem[]> {
  const analysis = await checkPackage(withKnownFolders(createPackageFromTarballData(readFileSync(tarball))));
  if (!analysis.types) throw new Error('the package has no types');
  return analysis.problems.filter(
    (problem) => !('resolutionKind' in problem && notOffered.includes(problem.resolutionKind)),
  );
}

/** For each folder that is asked for, thousands of times, all files were looked through: more than half of the time of this check. */
function withKnownFolders(pack: Package): Package {
  const folders = new Set<string>(['/']);
  for (const file of pack.listFiles())
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  pack.directoryExists = (path) => folders.has(path === '/' ? path : path.replace(/\/$/, ''));
  return pack;
}
