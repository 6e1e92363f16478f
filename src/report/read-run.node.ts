/** The files of a run folder as a report reads them. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { readTrainingMolecules, type TrainingMolecules } from '../applicability/index.ts';
import { CheckpointError } from '../base/index.ts';
import type { Trust } from '../calibration/index.ts';
import { readRun } from '../runs/index.node.ts';
import { type ModelCard, readModelCard, runFiles } from '../runs/index.ts';
import { type ReportedRun, readReportedRun } from './reported-run.ts';
import type { FoldRows } from './test-similarities.ts';

/** Throws CheckpointError if the folder holds no run, or a file of it is damaged. */
export async function readRunFolder(folder: string): Promise<ReportedRun> {
  const facts = await readRun(folder);
  const text = (file: string): Promise<string | undefined> => readIfThere(join(folder, file));
  return readReportedRun({
    name: basename(resolve(folder)),
    run: JSON.stringify(facts),
    metrics: await text(runFiles.metrics),
    probe: await text(runFiles.probe),
    predictions: await text(runFiles.predictions),
    rejects: await text(runFiles.rejects),
  });
}

/** What the model file of a run keeps and says of itself. */
interface ModelFacts {
  readonly training?: TrainingMolecules | undefined;
  readonly trust?: Trust | undefined;
  readonly trees?: ModelCard['trees'];
}

/** Nothing without a model file. Throws CheckpointError if it is damaged. */
export async function readModelOf(folder: string): Promise<ModelFacts> {
  const path = join(folder, runFiles.model);
  const bytes = await readBytesIfThere(path);
  if (!bytes) return {};
  const { trust, trees } = readModelCard(bytes, path);
  return { training: readTrainingMolecules(bytes, path), trust, trees };
}

const foldsSchema = z.array(z.object({ train: z.array(z.number()), test: z.array(z.number()) }));

/** splits.json as a run writes it; undefined without one, or where it is of another form: a report does without it. */
export async function readFolds(folder: string): Promise<readonly FoldRows[] | undefined> {
  const text = await readIfThere(join(folder, runFiles.splits));
  try {
    return text === undefined ? undefined : foldsSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  const bytes = await readBytesIfThere(path);
  return bytes && new TextDecoder().decode(bytes);
}

async function readBytesIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const advice = 'Check its permissions.';
    throw new CheckpointError({
      code: 'cannot-read',
      what: `cannot read it (${code})`,
      where: path,
      advice,
      cause: error,
    });
  }
}
