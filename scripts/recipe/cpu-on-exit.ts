/** Loaded into a training by node --import: writes the CPU seconds of the whole process, all threads, when it ends. */
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.CPU_SECONDS_FILE!, String((userCPUTime + systemCPUTime) / 1e6));
});
