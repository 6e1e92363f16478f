/** Preloaded into a process (NODE_OPTIONS=--import): at its end it appends what it and its children have computed, from Linux' /proc. */
import { appendFileSync, readFileSync } from 'node:fs';

export interface CpuRecord {
  /** Command of graphsam; empty for its children. */
  readonly command: string;
  /** Seconds of CPU of the process itself. */
  readonly own: number;
  /** Of the children that have ended. */
  readonly children: number;
}

/** Ticks a second in /proc/PID/stat, on every Linux that Node runs on. */
const ticks = 100;

const file = process.env.GRAPHSAM_CPU_LOG;
if (file !== undefined) {
  process.on('exit', () => {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ').map(Number);
    const [user, system, childrenUser, childrenSystem] = fields.slice(11, 15) as [number, number, number, number];
    const isMain = process.argv[1]?.endsWith('main.js') ?? false;
    const record: CpuRecord = {
      command: isMain ? process.argv[2]! : '',
      own: (user + system) / ticks,
      children: (childrenUser + childrenSystem) / ticks,
    };
    appendFileSync(file, `${JSON.stringify(record)}\n`);
  });
}
