/** Finding and reading the model that a user names: a run folder, or an ONNX file. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckpointError, setting, systemRefusal } from '../base/index.ts';
import { readEpochs, readRun } from '../runs/index.node.ts';
import { readModelCard, runFiles } from '../runs/index.ts';
import { joinModelFiles, type ModelFile } from './join-model-files.ts';

/**
 * One model, or several as one ensemble, in memory: what they predict together is their mean. Throws CheckpointError, saying what is there
 * instead, or why the models do not go together.
 */
export async function readModelFiles(where: string | readonly string[]): Promise<ModelFile> {
  const named = typeof where === 'string' ? [where] : where;
  const files: ModelFile[] = [];
  for (const each of named) files.push(await readModelFile(each));
  const [first, ...others] = files as [ModelFile, ...ModelFile[]];
  return others.length === 0 ? first : joinModelFiles(files);
}

/** Throws CheckpointError, saying what is there instead. */
export async function readModelFile(where: string): Promise<ModelFile> {
  const path = await modelPath(where);
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'cannot-read',
      what: `cannot read it (${cause.code})`,
      where: path,
      advice: 'Check the path.',
      cause,
    });
  });
  return { path, parts: [path], bytes, card: readModelCard(bytes, path) };
}

async function modelPath(where: string): Promise<string> {
  const found = await stat(where).catch((error: Error) => error);
  if (found instanceof Error) {
    throw new CheckpointError({
      code: 'cannot-read',
      what: systemRefusal(found)?.reason ?? found.message,
      where: where,
      advice: 'Name a run folder or a model.onnx.',
      cause: found,
    });
  }
  if (!found.isDirectory()) return where;
  const model = join(where, runFiles.model);
  if (existsSync(model)) return model;
  if (existsSync(join(where, 'fold_0', runFiles.model))) {
    throw new CheckpointError({
      code: 'several-folds',
      what: 'this folder holds several folds, each with a model of its own',
      where: where,
      advice: `Name one of them, for instance ${join(where, 'fold_0')}.`,
    });
  }
  const run = existsSync(join(where, runFiles.run)) ? await readRun(where) : undefined;
  if (run?.kind === 'pretraining') {
    throw new CheckpointError({
      code: 'other-kind-of-run',
      what: 'the run in this folder is a pre-training, which predicts no labels',
      where: where,
      advice: `Train on labels from it: ${setting('training.initFrom', where)}.`,
    });
  }
  if (run?.kind === 'baseline') {
    throw new CheckpointError({
      code: 'other-kind-of-run',
      what: 'the run in this folder is a classical baseline, which leaves no model to predict with',
      where: where,
      advice: 'Name the folder of a run of graphsam train.',
    });
  }
  if (run) {
    const { length: done } = await readEpochs(where);
    const { epochs } = run.config.training as { readonly epochs: number };
    throw new CheckpointError({
      code: 'not-finished',
      what: `the run in this folder is not finished, it has no model.onnx yet: ${done} of ${epochs} epochs are done`,
      where: where,
      advice: `Finish it: ${setting('run.resume', where)}.`,
    });
  }
  throw new CheckpointError({
    code: 'no-model',
    what: 'this folder holds no model.onnx',
    where: where,
    advice: 'Name the folder of a finished run.',
  });
}
