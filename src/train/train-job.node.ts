/** A whole run, in the thread that computes: data and model once, then a training for every split. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { defaultMaxAtoms } from '../data/index.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import { resolveModel } from './config/resolve-model.ts';
import type { TrainConfig } from './config/train-config.ts';
import { type PreparedData, prepareData } from './prepare-data.node.ts';
import type { FinishedRun, InterruptedRun, RunEvent, TrainRunResult } from './run-events.ts';
import type { RunContext } from './run-facts.node.ts';
import { requireEmptyFolder, runFiles } from './run-folder.node.ts';
import { trainSplit } from './train-split.node.ts';
import type { JobContext } from './worker/job.ts';

export interface TrainJob {
  readonly config: TrainConfig;
  readonly folder: string;
  readonly mode: 'new' | 'overwrite' | 'resume';
  readonly backend?: 'native' | 'wasm' | undefined;
}

export async function run(job: TrainJob, jobContext: JobContext<RunEvent>): Promise<TrainRunResult> {
  const { folder, mode } = job;
  // Before anything is read: who named the wrong folder should not wait for the data.
  if (mode === 'new') await requireEmptyFolder(folder);
  const context = await openContext(job, jobContext);
  const { splits } = context.data;
  const runs: (FinishedRun | InterruptedRun)[] = [];
  for (const [index, split] of splits.entries()) {
    const place = splits.length === 1 ? folder : join(folder, `fold_${index}`);
    const outcome = await trainSplit(context, split, { place, mode: modeOf(job, place), fold: index + 1 }, jobContext);
    runs.push(outcome);
    if (outcome.status === 'interrupted') break;
  }
  return { status: runs.at(-1)!.status, folder, runs };
}

async function openContext({ config, backend }: TrainJob, { onEvent }: JobContext<RunEvent>): Promise<RunContext> {
  const chemistry = await loadChemistry();
  const maxAtoms = config.data.maxAtoms ?? (config.model.settings.maxAtoms as number | undefined) ?? defaultMaxAtoms;
  const data = await prepareData(config, chemistry, maxAtoms);
  tellData(data, onEvent);
  const { dataset } = data;
  const known = dataset.known ?? data.preset;
  const resolved = resolveModel(withMaxAtoms(config.model, maxAtoms), { known, taskType: dataset.taskType });
  const chosen = backend ?? config.machine.backend;
  const onFallback = (message: string): void => onEvent({ kind: 'warning', message });
  return {
    config,
    data,
    resolved,
    features: dataset.molecules.map((molecule) => resolved.model.featurise(molecule)),
    runtime: await loadRuntime({ ...(chosen && { backend: chosen }), onFallback }),
    chemistry,
    maxAtoms,
    threads: config.machine.threads ?? availableParallelism(),
  };
}

function withMaxAtoms(model: TrainConfig['model'], maxAtoms: number): TrainConfig['model'] {
  return { ...model, settings: { ...model.settings, maxAtoms } };
}

/** A fold that an interrupted run never came to begins now. */
function modeOf({ mode }: TrainJob, place: string): TrainJob['mode'] {
  return mode === 'resume' && !existsSync(join(place, runFiles.run)) ? 'new' : mode;
}

function tellData({ dataset, rejects, notes, warnings }: PreparedData, onEvent: (event: RunEvent) => void): void {
  const { name, smiles, tableLength, taskType, taskNames } = dataset;
  onEvent({
    kind: 'data',
    name,
    molecules: smiles.length,
    tableLength,
    taskType,
    tasks: taskNames,
    rejects,
    notes,
    warnings,
  });
}
