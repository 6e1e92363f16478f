/** What is asked of every session, native or WebAssembly. */
import type { ProgramOptions } from './program.ts';

export function sessionOptions({ threads, optimize = true }: ProgramOptions) {
  return {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    interOpNumThreads: 1,
    graphOptimizationLevel: optimize ? 'all' : 'disabled',
    // Its errors come back as exceptions; the log would repeat them on the terminal.
    logSeverityLevel: 4,
  } as const;
}
