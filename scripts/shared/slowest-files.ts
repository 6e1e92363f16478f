/** The files of a test run that took longest, as comments of TAP. */
import { relative, resolve } from 'node:path';
import type { TestEvent } from 'node:test/reporters';

const shown = 20;

export function* slowestFiles(events: readonly TestEvent[]): Generator<string> {
  const files: { readonly path: string; readonly seconds: number }[] = [];
  for (const { type, data } of events) {
    // A file ends as a test of its name would, whether it has a process for itself or is a suite among others.
    if (type === 'test:complete' && data.nesting === 0 && data.name.endsWith('.test.js')) {
      files.push({ path: relative(process.cwd(), resolve(data.name)), seconds: data.details.duration_ms / 1000 });
    }
  }
  if (files.length < 2) return;
  const slowest = files.sort((one, other) => other.seconds - one.seconds).slice(0, shown);
  yield `# slowest of ${files.length} files, in seconds from their start to their end\n`;
  for (const { path, seconds } of slowest) yield `# ${seconds.toFixed(1).padStart(8)} ${path}\n`;
}
