/**
 * A training of several models as one run, in the thread that computes: each member is a run in a folder of its own; once all are finished,
 * their models become one model file. run.json is written first, so that a killed ensemble is resumed: finished members are kept, the
 * others go on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, ParameterLayout } from '../../base/index.ts';
import { rejectsCsv, reportFolds, splitsFileContent } from '../../data/index.ts';
import type { JobContext } from '../../platform/index.ts';
import { loadInheritedPlugins } from '../../plugins/index.node.ts';
import { openRunFolder } from '../../runs/index.node.ts';
import {
  type BlendReport,
  type EnsembleMember,
  type FinishedRun,
  type InterruptedRun,
  type RunEvent,
  type RunFile,
  type RunInputs,
  runFiles,
  type TrainRunResult,
  writeInputs,
} from '../../runs/index.ts';
import { openJob } from '../open-job.node.ts';
import { openRunContext, type RunContext } from '../run-context.ts';
import { describeTraining, storedResult } from '../run-facts.ts';
import { lossAndHead } from '../split-setup.ts';
import type { TrainJob } from '../train-job.node.ts';
import { requireValidation } from './blend.ts';
import { finishEnsemble } from './finish-ensemble.ts';
import { type Member, memberFolder, membersOf, shareThreads } from './members.ts';
import { trainMembers } from './train-members.node.ts';

await loadInheritedPlugins();

export async function runJob(job: TrainJob, jobContext: JobContext<RunEvent>): Promise<TrainRunResult> {
  const { folder, mode, backend, shared: isShared } = job;
  const { config, source, machine } = await openJob(job, jobContext);
  const context = await openRunContext(config, source, machine, jobContext.onEvent);
  jobContext.signal.throwIfAborted();
  const { splits } = context.data;
  const count = splits.length * (config.training.ensembleSize ?? 1);
  const shared = shareThreads(count, machine.threads);
  const members = membersOf(config, splits.length, shared.threads);
  requireValidation(context);
  const resume = mode === 'resume';
  const destination = await openRunFolder(folder, { mode, shared: isShared });
  try {
    const kept = resume ? keptResult(await destination.readRun(), folder) : undefined;
    if (kept) return { status: 'finished', folder, runs: [kept] };
    const split = splits.length > 1 ? reportFolds(context.data.dataset, splits) : splits[0]!.report;
    const described = describeTraining(context, parametersOf(context), split);
    if (!resume) await destination.writeRun(described);
    await writeInputs(destination, inputsOf(context), resume, jobContext.onEvent);
    const ofFolds = config.training.ensembleOfFolds;
    jobContext.onEvent({ kind: 'ensemble', folder, members: count, ...shared, ofFolds });
    const { atOnce } = shared;
    const trained = await trainMembers(members, { folder, atOnce, backend, deadline: job.deadline }, jobContext);
    const interrupted = trained.find((run): run is InterruptedRun => run?.status === 'interrupted');
    const isStopped = jobContext.signal.aborted && trained.length < count;
    if (interrupted || isStopped || trained.includes(undefined as never)) {
      const at = interrupted?.at ?? { epoch: 1, step: 0 };
      return { status: 'interrupted', folder, runs: [{ status: 'interrupted', folder, at }] };
    }
    const runs = trained as FinishedRun[];
    const done = members.slice(0, runs.length);
    if (runs.length < count) jobContext.onEvent({ kind: 'members-left-out', trained: runs.length, members: count });
    const files = await Promise.all(done.map(({ index }) => modelOf(folder, index)));
    const { onEvent } = jobContext;
    const onBlend = (report: BlendReport): void => onEvent({ kind: 'blend', ...report });
    const finished = {
      ...overall(runs, folder),
      ...(await finishEnsemble(context, { members: done, files, destination, onEvent, onBlend })),
      members: runs.map((run, index) => memberResult(run, members[index]!)),
    };
    await destination.writeRun({ ...described, status: 'finished', result: storedResult(finished) });
    return { status: 'finished', folder, runs: [finished] };
  } finally {
    await destination.close();
  }
}

/** The result of an ensemble that was finished before. */
function keptResult(run: RunFile, folder: string): FinishedRun | undefined {
  return run.kind === 'training' && run.result ? { status: 'finished', folder, ...run.result } : undefined;
}

function parametersOf({ config, data: { dataset }, resolved }: RunContext): number {
  const { head } = lossAndHead(dataset, config);
  const outputs = dataset.taskNames.length * head.outputsPerTask;
  return new ParameterLayout(resolved.model.parameters(resolved.settings, outputs)).size;
}

function inputsOf({ data: { dataset, rejects, splits } }: RunContext): RunInputs {
  const parts = splits.map(({ split }) => split);
  return { splits: splitsFileContent(parts, dataset.tableRows), rejects: rejectsCsv(rejects) };
}

async function modelOf(folder: string, member: number): Promise<Uint8Array> {
  const path = join(folder, memberFolder(member), runFiles.model);
  return readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const what = `the model of a member cannot be read (${cause.code})`;
    const advice = 'Delete the folder of the member and resume the ensemble: the member is trained again.';
    throw new CheckpointError({ code: 'cannot-read', what, where: path, advice, cause });
  });
}

/** What run.json says of the trainings together. */
function overall(runs: readonly FinishedRun[], folder: string): Omit<FinishedRun, 'validation' | 'test'> {
  const epochs = Math.max(...runs.map((run) => run.epochs));
  const longest = runs.find((run) => run.epochs === epochs)!;
  const { bestEpoch, stoppedEarly, chosenBy } = longest;
  const evaluations = runs.reduce((total, run) => total + run.evaluations, 0);
  const seconds = runs.reduce((total, run) => total + run.secondsPerEpoch * run.epochs, 0);
  const secondsPerEpoch = seconds / runs.reduce((total, run) => total + run.epochs, 0);
  return { status: 'finished', folder, epochs, bestEpoch, stoppedEarly, chosenBy, evaluations, secondsPerEpoch };
}

function memberResult(
  { epochs, bestEpoch, validation, test, secondsPerEpoch }: FinishedRun,
  { index, fold, config }: Member,
): EnsembleMember {
  const { seed } = config.training;
  const seconds = secondsPerEpoch * epochs;
  return { folder: memberFolder(index), seed, fold, epochs, bestEpoch, validation, test, seconds };
}
