/** Several test files in this process, one after the other, each as a suite with the name of the file, so that its hooks are its own. */
import { relative } from 'node:path';
import { suite } from 'node:test';
import { pathToFileURL } from 'node:url';

/** files: absolute. The process fails if it ends before all of them have. */
export async function runTogether(files: readonly string[]): Promise<void> {
  let hasNothingLeft = false;
  process.once('beforeExit', () => {
    hasNothingLeft = true;
  });
  process.once('exit', () => {
    if (hasNothingLeft) return;
    console.error('a test ended the process before the others were through');
    process.exitCode ||= 1;
  });
  for (const file of files) {
    await suite(relative(process.cwd(), file), async () => {
      await import(pathToFileURL(file).href);
    });
  }
}
