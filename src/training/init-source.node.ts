/** The run that `training.initFrom` names: what its network is, and its weights. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, setting } from '../base/index.ts';
import { readRun, requireOneModel } from '../runs/index.node.ts';
import { builtinEncoder, chosenPrefix, readSafetensors, runFiles, type TrainConfigInput } from '../runs/index.ts';
import { readBuiltinEncoder, readBuiltinFacts } from './builtin-encoder.node.ts';
import { tensorsOf } from './encoder-file.ts';
import { readInitialFile } from './initial-file.node.ts';
import { initFromOf, withModelOf } from './initial-model.ts';
import type { InitialSource } from './initial-weights.ts';

/** The setting that names the run, for messages, where it is none other. */
const initFrom: readonly string[] = ['training', 'initFrom'];

/**
 * Reads the weights of the run's model: those of the best epoch where there is one. path: the setting that names the folder.
 * Throws CheckpointError, saying what is there instead, if it is no run or holds no weights.
 */
export async function readInitialSource(folder: string, path = initFrom): Promise<InitialSource> {
  if (folder === builtinEncoder) return readBuiltinEncoder();
  const facts = await readFacts(folder, path);
  const where = join(folder, runFiles.checkpoint);
  const bytes = await readInitialFile(where, {
    path,
    what: 'the run has no checkpoint to start from',
    advice: 'Let it run for an epoch at least, or name another run.',
  });
  const { tensors } = readSafetensors(bytes, where);
  return { folder, ...facts, ...tensorsOf(tensors, chosenPrefix(tensors)) };
}

/** What the network of a source is, without its weights. Throws CheckpointError as readInitialSource does. */
export function encoderFacts(folder: string): Promise<SourceFacts> {
  return readFacts(folder, initFrom);
}

type SourceFacts = Pick<InitialSource, 'model' | 'settings' | 'kind' | 'isFinished' | 'molecules'>;

async function readFacts(folder: string, path: readonly string[]): Promise<SourceFacts> {
  if (folder === builtinEncoder) return readBuiltinFacts();
  await requireFolder(folder, path);
  const run = await readRun(folder);
  requireOneModel(folder, path);
  if (run.kind === 'baseline') {
    throw new CheckpointError({
      code: 'other-kind-of-run',
      path,
      what: 'the run in this folder is a classical baseline, which has no weights to start from',
      where: folder,
      advice: 'Name the folder of a training or pre-training.',
    });
  }
  const { kind, status, model } = run;
  return {
    kind: kind === 'pretraining' ? 'pre-training' : 'training',
    isFinished: status === 'finished',
    model: model.name,
    settings: model.settings,
    ...(run.kind === 'pretraining' && { molecules: run.data.training }),
  };
}

async function requireFolder(folder: string, path: readonly string[]): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) {
    const fold = join(folder, 'fold_0');
    const isOfFolds =
      !(await stat(join(folder, runFiles.run)).catch(() => undefined)) && (await stat(fold).catch(() => undefined));
    if (!isOfFolds) return;
    throw new CheckpointError({
      code: 'several-folds',
      path,
      what: 'this folder holds several folds, each with weights of its own',
      where: folder,
      advice: `Name one of them, for instance ${setting(path.join('.'), fold)}.`,
    });
  }
  throw new CheckpointError({
    code: 'not-a-run',
    path,
    what: found ? 'this is a file' : 'there is no such folder',
    where: folder,
    advice: `Let ${setting(path.join('.'))} name the folder of a training or pre-training.`,
  });
}

/** The configuration with the network of the run that its `training.initFrom` names, where it does not choose another itself. */
export async function withInitialModel(input: TrainConfigInput): Promise<TrainConfigInput> {
  const folder = initFromOf(input);
  return folder === undefined ? input : withModelOf(input, await readFacts(folder, initFrom));
}
