/** One training of a comparison, in the process that computes. Stopped, it finishes its batch and saves everything. */
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import type { RunEvent, TrainConfig } from '../runs/index.ts';
import { resumeRun, trainRun } from '../training/index.node.ts';
import { runBaseline } from './run-baseline.node.ts';

await loadInheritedPlugins();

export interface CellJob {
  readonly config: TrainConfig;
  readonly folder: string;
  /** Continue the run that lies in the folder. */
  readonly resume: boolean;
  readonly baseline?: string | undefined;
}

/** Its events are the part of the training that is done, from 0 to 1. */
export async function runJob(
  { config, folder, resume, baseline }: CellJob,
  { onEvent, signal }: JobContext<number>,
): Promise<'finished' | 'interrupted'> {
  if (baseline !== undefined) {
    await runBaseline(config, baseline, { folder, overwrite: true, shared: true });
    return 'finished';
  }
  const hooks = { onEvent: progressListener(onEvent), signal };
  const begin = (): ReturnType<typeof trainRun> => trainRun(config, { folder, overwrite: true, shared: true }, hooks);
  const { status } = await (resume ? resumeRun(folder, hooks, { shared: true }) : begin());
  return status;
}

/** Of this process up to now, in bytes. */
export function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function progressListener(onEvent: (share: number) => void): (event: RunEvent) => void {
  let epochs = 1;
  return (event) => {
    if (event.kind === 'start') epochs = event.epochs;
    if (event.kind === 'epoch') onEvent(event.report.epoch / epochs);
  };
}
