/** The measurement of one or several runs, in the thread that computes. */
import { createHash } from 'node:crypto';
import { version } from '../../base/index.ts';
import type { Batch } from '../../objective/index.ts';
import type { JobContext } from '../../platform/index.ts';
import { loadInheritedPlugins } from '../../plugins/index.node.ts';
import { NetworkLosses } from '../loss/network-loss.ts';
import { drawBatches } from '../run/analyzed-run.ts';
import { type OpenRunOptions, openRun } from '../run/open-run.node.ts';
import { Workload, type WorkProgress, type WorkStage } from '../run/workload.ts';
import { measureSharpness, type SharpnessOptions, type SharpnessStage } from './sharpness.ts';
import type { RunSharpness, SharpnessFile } from './sharpness-file.ts';

await loadInheritedPlugins();

export interface SharpnessJob {
  readonly runs: readonly string[];
  readonly open: Omit<OpenRunOptions, 'onWarning'>;
  readonly options: SharpnessOptions;
  /** Training rows at most. */
  readonly rows: number;
  /** Default: that of the run. */
  readonly batchSize?: number | undefined;
}

export type SharpnessEvent =
  | { readonly kind: 'warning'; readonly message: string }
  | { readonly kind: 'run'; readonly name: string; readonly rows: number; readonly batchSize: number }
  | ({ readonly kind: 'progress'; readonly run: number; readonly runs: number } & WorkProgress);

export async function runJob(job: SharpnessJob, context: JobContext<SharpnessEvent>): Promise<SharpnessFile> {
  const measured: RunSharpness[] = [];
  for (const [index, folder] of job.runs.entries()) measured.push(await measureRun(job, folder, index, context));
  return { kind: 'sharpness', format: 1, graphsam: version, options: job.options, runs: measured };
}

async function measureRun(
  { runs, open, options, rows, batchSize }: SharpnessJob,
  folder: string,
  index: number,
  { onEvent, signal }: JobContext<SharpnessEvent>,
): Promise<RunSharpness> {
  const run = await openRun(folder, { ...open, onWarning: (message) => onEvent({ kind: 'warning', message }) });
  const size = batchSize ?? run.batchSize;
  const batches = drawBatches(run, { part: 'train', rows, batchSize: size, seed: options.seed });
  const count = batches.reduce((sum, batch) => sum + batch.rows.length, 0);
  onEvent({ kind: 'run', name: run.facts.name, rows: count, batchSize: size });
  const work = new Workload(stagesOf(options, batches.length));
  const losses = new NetworkLosses(run.setup, {
    beforeEvaluation: (kind) => {
      signal.throwIfAborted();
      onEvent({ kind: 'progress', run: index, runs: runs.length, ...work.start(kind) });
    },
  });
  try {
    const sharpness = await measureSharpness(losses.terms(batches), run.weights, options, (stage) => work.begin(stage));
    return {
      run: run.facts,
      rows: { part: 'train', count, batchSize: size, checksum: rowsChecksum(batches) },
      sharpness,
    };
  } finally {
    await losses.release();
  }
}

/** Tells the same rows, in the same batches and with the same targets, from others. */
function rowsChecksum(batches: readonly Batch[]): string {
  const hash = createHash('sha256');
  for (const { rows, targets } of batches) hash.update(Int32Array.from(rows)).update(targets);
  return hash.digest('hex');
}

function stagesOf(options: SharpnessOptions, batches: number): (WorkStage & { readonly name: SharpnessStage })[] {
  const { eigenvalues, iterations, traceDraws, ascentSteps, hessian } = options;
  const products =
    hessian === 'exact' ? ({ kind: 'hessianProduct', each: 1 } as const) : ({ kind: 'gradient', each: 2 } as const);
  const ascent = batches * (ascentSteps + 1);
  const hasEigenvalues = eigenvalues > 0 ? 1 : 0;
  return [
    { name: 'epsilon-sharpness', kind: 'gradient', evaluations: ascent },
    { name: 'm-sharpness', kind: 'gradient', evaluations: ascent },
    { name: 'eigenvalues', kind: products.kind, evaluations: hasEigenvalues * batches * iterations * products.each },
    { name: 'check', kind: 'gradient', evaluations: hasEigenvalues * batches * 20 },
    { name: 'trace', kind: products.kind, evaluations: batches * traceDraws * products.each },
  ];
}
