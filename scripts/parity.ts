/**
 * npm run parity -- FOLDER: compares this implementation with a folder of golden numbers computed by the original software
 * (default: the fixtures of the tests). A line for each file; exit code 1 if any failed.
 */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packageRoot } from '../src/platform/package-root.node.ts';
import { comptParity } from './parity/compt.ts';
import { featuresParity } from './parity/features.ts';
import { groverParity } from './parity/grover.ts';
import { metricsParity } from './parity/metrics.ts';
import { optimParity } from './parity/optim.ts';
import { optimFamilyParity } from './parity/optim-family.ts';
import type { ParityPart, ParityResult } from './parity/part.ts';
import { scaffoldsParity } from './parity/scaffolds.ts';
import { schedulesParity } from './parity/schedules.ts';
import { notCompared } from './parity/trajectory.ts';

const parts: readonly ParityPart[] = [
  featuresParity,
  scaffoldsParity,
  comptParity,
  groverParity,
  optimParity,
  optimFamilyParity,
  schedulesParity,
  metricsParity,
];
/** Read by a part together with others, or by nobody: a program beside numbers makes them. */
const isNoPart = (name: string): boolean => ['molecules.json', 'README.md'].includes(name) || name.endsWith('.py');

const folder = resolve(process.argv[2] ?? join(packageRoot(), 'test', 'fixtures', 'golden'));
if (!existsSync(folder)) {
  console.error(`${folder}: there is no such folder. Give a folder of golden data, or nothing for the fixtures.`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
for (const part of parts) {
  if (!existsSync(join(folder, part.path))) {
    console.log(`skipped  ${part.path}: not in this folder`);
    continue;
  }
  for await (const results of byFile(checked(part))) {
    const isPassed = results.every((result) => result.passed);
    console.log(`${isPassed ? 'passed ' : 'FAILED '}  ${results[0]!.file}: ${results.map(show).join('; ')}`);
    if (isPassed) passed++;
    else failed++;
  }
}
for (const name of await readdir(folder)) {
  if (isNoPart(name) || parts.some((part) => part.path === name)) continue;
  console.log(`FAILED   ${name}: nothing here compares it`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** A file that cannot be read is a failed comparison, not the end of the others. */
async function* checked(part: ParityPart): AsyncIterable<ParityResult> {
  try {
    yield* part.check(folder);
  } catch (error) {
    yield notCompared(part.path, 'reading', error);
  }
}

/** Results of one file follow each other. */
async function* byFile(results: AsyncIterable<ParityResult>): AsyncIterable<ParityResult[]> {
  let group: ParityResult[] = [];
  for await (const result of results) {
    if (group.length > 0 && group[0]!.file !== result.file) {
      yield group;
      group = [];
    }
    group.push(result);
  }
  if (group.length > 0) yield group;
}

function show({ what, passed, largestAbsolute, largestRelative, tolerance, note }: ParityResult): string {
  const numbers = `absolute ${small(largestAbsolute)}, relative ${small(largestRelative)}, tolerance ${small(tolerance)}`;
  return `${what} ${numbers}${passed || !note ? '' : ` (${note})`}`;
}

function small(value: number): string {
  return value === 0 ? '0' : value.toExponential(1);
}
