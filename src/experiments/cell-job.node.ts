/** One training of a comparison, in the process that computes. Stopped, it finishes its batch and saves everything. */
import type { JobContext } from '../platform/index.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import type { RunEvent, TrainConfig, TrainRunResult } from '../runs/index.ts';
import { type RunHooks, resumeRun, trainFoldRun, trainRun } from '../training/index.node.ts';
import { runBaseline } from './run-baseline.node.ts';

await loadInheritedPlugins();

export interface CellJob {
  readonly config: TrainConfig;
  readonly folder: string;
  /** Continue the run that lies in the folder. */
  readonly resume: boolean;
  readonly baseline?: string | undefined;
  /** Trains this split only, from 0, in the folder itself. Default: all that the configuration has. */
  readonly fold?: number | undefined;
  /** Stops after so many epochs, as if it were interrupted. Default: the end of the training. */
  readonly untilEpoch?: number | undefined;
}

/** Its events are the part of the training that is done, from 0 to 1. */
export async function runJob(
  job: CellJob,
  { onEvent, signal }: JobContext<number>,
): Promise<'finished' | 'interrupted'> {
  const { config, folder, baseline, untilEpoch } = job;
  if (baseline !== undefined) {
    await runBaseline(config, baseline, { folder, overwrite: true, shared: true });
    return 'finished';
  }
  const reached = new AbortController();
  const tell = progressListener(onEvent);
  const listen = (event: RunEvent): void => {
    tell(event);
    if (event.kind === 'epoch' && event.report.epoch >= (untilEpoch ?? Number.POSITIVE_INFINITY)) reached.abort();
  };
  const hooks = { onEvent: listen, signal: AbortSignal.any([signal, reached.signal]) };
  return (await train(job, hooks)).status;
}

function train({ config, folder, resume, fold }: CellJob, hooks: RunHooks): Promise<TrainRunResult> {
  const output = { folder, overwrite: true, shared: true };
  if (fold !== undefined) return trainFoldRun(config, fold, { ...output, resume }, hooks);
  return resume ? resumeRun(folder, hooks, { shared: true }) : trainRun(config, output, hooks);
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
