/**
 * Where analyses of runs are written: never into a run, which they only read, but into a folder beside the first one, named like it
 * with -analysis behind. A report of the run looks for them there.
 */
export function analysisFolder(run: string): string {
  return `${run.replace(/[\\/]+$/, '')}-analysis`;
}
