/** The files of a run folder as a report reads them. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError } from '../base/index.ts';
import { readRun } from '../runs/index.node.ts';
import { runFiles } from '../runs/index.ts';
import { modelExtras, parseFolds } from './report-extras.ts';
import { type ReportedRun, readReportedRun } from './reported-run.ts';
import type { ReportExtras } from './run-report.ts';
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

/** What the model file of a run keeps and says of itself; nothing without one. Throws CheckpointError if it is damaged. */
export async function readModelOf(folder: string): Promise<ReportExtras> {
  const path = join(folder, runFiles.model);
  const bytes = await readBytesIfThere(path);
  return bytes ? modelExtras(bytes, path) : {};
}

/** Undefined without a splits.json. */
export async function readFolds(folder: string): Promise<readonly FoldRows[] | undefined> {
  const text = await readIfThere(join(folder, runFiles.splits));
  return text === undefined ? undefined : parseFolds(text);
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
