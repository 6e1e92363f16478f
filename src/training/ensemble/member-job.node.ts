/** One member of an ensemble, in the process that trains it: the training has a thread of its own, so that a request to stop is heard. */
import type { JobContext } from '../../platform/index.ts';
import { loadInheritedPlugins } from '../../plugins/index.node.ts';
import type { RunEvent, TrainRunResult } from '../../runs/index.ts';
import type { TrainJob } from '../train-job.node.ts';
import { trainAlone } from '../train-run.node.ts';

await loadInheritedPlugins();

export function runJob(job: TrainJob, { onEvent, signal }: JobContext<RunEvent>): Promise<TrainRunResult> {
  return trainAlone(job, { onEvent, signal });
}
