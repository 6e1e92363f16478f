/** A runtime whose programs are profiled, and the traces it leaves, by the step in which each run happened. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program, Runtime } from '../src/runtime/index.ts';
import { readTrace, type TracedRun, type TraceEvent } from './runtime-trace.ts';

export interface ProfiledRun extends TracedRun {
  readonly step: number;
  /** From the call of the program to its results; more than the run itself by what crossing into the runtime costs. */
  readonly callMs: number;
}

interface Call {
  readonly step: number;
  readonly callMs: number;
}

export class RuntimeProfiler {
  /** Give this one to what is measured. */
  readonly runtime: Runtime;
  /** Set before each step: the runs that follow belong to it. */
  step = 0;
  readonly #folder: string;
  /** Of each program, in the order in which they were loaded. */
  readonly #calls: Call[][] = [];

  /** folder: an empty one, where the runtime writes its traces. */
  constructor(runtime: Runtime, folder: string) {
    this.#folder = folder;
    this.runtime = {
      ...runtime,
      load: async (model, options) => {
        const calls: Call[] = [];
        const profilePrefix = join(folder, `program${this.#calls.push(calls) - 1}`);
        return this.#observed(await runtime.load(model, { ...options, profilePrefix }), calls);
      },
    };
  }

  /** All runs. The runtime writes a trace when its program is released: release all of them first. */
  async read(): Promise<ProfiledRun[]> {
    const files = await readdir(this.#folder);
    const perProgram = this.#calls.map(async (calls, program) => {
      const file = files.find((name) => name.startsWith(`program${program}_`))!;
      const events = JSON.parse(await readFile(join(this.#folder, file), 'utf8')) as TraceEvent[];
      return readTrace(events).map((run, index) => ({ ...run, ...calls[index]! }));
    });
    return (await Promise.all(perProgram)).flat();
  }

  #observed(program: Program, calls: Call[]): Program {
    return {
      ...program,
      run: async (feeds, into) => {
        const start = performance.now();
        const results = await program.run(feeds, into);
        calls.push({ step: this.step, callMs: performance.now() - start });
        return results;
      },
    };
  }
}
