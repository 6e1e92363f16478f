/** Preloaded into a process (recordingCpu in cpu-seconds.ts): at its end it appends to a log what it and its children have computed. */
import { appendFileSync } from 'node:fs';
import { type CpuRecord, cpuSecondsSoFar } from './cpu-seconds.ts';

const log = process.env.GRAPHSAM_CPU_LOG;
if (log !== undefined) {
  process.on('exit', () => {
    const isCommandLine = process.argv[1]?.endsWith('main.js') ?? false;
    const record: CpuRecord = { command: isCommandLine ? process.argv[2]! : '', ...cpuSecondsSoFar() };
    appendFileSync(log, `${JSON.stringify(record)}\n`);
  });
}
