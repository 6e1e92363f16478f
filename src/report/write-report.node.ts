/** Reports as files. */
import { basename, join, resolve } from 'node:path';
import { findAnalyses } from '../analysis/index.node.ts';
import { loadChemistry } from '../chem/index.node.ts';
import type { Chemistry } from '../chem/index.ts';
import { writeWhole } from '../platform/index.node.ts';
import { foldFolders } from '../runs/index.node.ts';
import { runFiles } from '../runs/index.ts';
import { readFolds, readModelOf, readRunFolder } from './read-run.node.ts';
import { type ReportExtras, runReport } from './run-report.ts';
import { runsReport } from './runs-report.ts';

export interface WriteReportOptions {
  /** Run folders of graphsam train; one with several folds stands for its folds. */
  readonly runs: readonly string[];
  /** The file to write. Default: report.html in the folder of the run. */
  readonly output?: string | undefined;
}

/**
 * Writes the report of a run, or of several side by side, and returns its path.
 * Throws CheckpointError if a folder holds no run or a damaged one, MachineError if the file cannot be written.
 */
export async function writeReport({ runs, output }: WriteReportOptions): Promise<string> {
  const folders = runs.flatMap(foldFolders);
  const path = output ?? join(runs[0]!, runFiles.report);
  const [first, ...others] = await Promise.all(folders.map(readRunFolder));
  const text =
    others.length > 0
      ? runsReport([first!, ...others])
      : runReport(first!, await loadChemistry(), await extrasOf(folders[0]!));
  await writeWhole(path, text);
  return path;
}

/** Writes report.html into the folder of a run, and into those of its folds if it has several. Throws as writeReport does. */
export async function writeRunReports(folder: string): Promise<string> {
  const folds = foldFolders(folder);
  if (folds.length === 1 && folds[0] === folder) return writeReport({ runs: [folder] });
  const chemistry: Chemistry = await loadChemistry();
  for (const fold of folds) {
    const record = await readRunFolder(fold);
    const name = `${basename(resolve(folder))}, ${record.name}`;
    await writeWhole(join(fold, runFiles.report), runReport({ ...record, name }, chemistry, await extrasOf(fold)));
  }
  return writeReport({ runs: [folder] });
}

async function extrasOf(folder: string): Promise<ReportExtras> {
  return { ...(await findAnalyses(folder)), ...(await readModelOf(folder)), folds: await readFolds(folder) };
}
