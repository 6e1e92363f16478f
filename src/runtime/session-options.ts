/** What is asked of every session, native or WebAssembly. */
import type { ProgramOptions } from './program.ts';

/** For runtimes alone, beside what who loads a program chooses. */
export interface SessionOptions extends ProgramOptions {
  /** Where each output is left. Default: on the CPU. */
  readonly outputLocations?: Readonly<Record<string, 'cpu' | 'gpu-buffer'>>;
}

export function sessionOptions({ threads, optimize = true, outputLocations }: SessionOptions) {
  return {
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    ...(outputLocations && { preferredOutputLocation: outputLocations }),
    interOpNumThreads: 1,
    graphOptimizationLevel: optimize ? 'all' : 'disabled',
    // Its errors come back as exceptions; the log would repeat them on the terminal.
    logSeverityLevel: 4,
  } as const;
}
