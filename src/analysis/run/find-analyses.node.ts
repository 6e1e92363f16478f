/** The analyses of a run that lie beside it, for its report. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError } from '../../base/index.ts';
import { parseSharpness, type SharpnessFile, sharpnessFileName } from '../curvature/sharpness-file.ts';
import { type LandscapeFile, landscapeFileName, parseLandscape } from '../landscape/landscape-file.ts';
import { analysisFolder } from './output-folder.ts';

export interface Analyses {
  /** Of this run alone or side by side with others. */
  readonly sharpness: SharpnessFile | undefined;
  readonly landscape: LandscapeFile | undefined;
}

/**
 * run: the folder of the run; folder: where its analyses lie, default RUN-analysis. What is not there or is of other runs is left out: a
 * report does without. Throws CheckpointError naming file and field if one is damaged or cannot be read.
 */
export async function findAnalyses(run: string, folder: string = analysisFolder(run)): Promise<Analyses> {
  const name = basename(resolve(run));
  const sharpness = await contentOf(join(folder, sharpnessFileName), parseSharpness);
  const landscape = await contentOf(join(folder, landscapeFileName), parseLandscape);
  const isOf = (runs: readonly { readonly name: string }[]): boolean => runs.some((each) => each.name === name);
  return {
    sharpness: sharpness && isOf(sharpness.runs.map((each) => each.run)) ? sharpness : undefined,
    landscape: landscape && isOf(landscape.sheets.flatMap(({ runs }) => runs)) ? landscape : undefined,
  };
}

async function contentOf<T>(path: string, parse: (text: string, where: string) => T): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CheckpointError({
      code: 'cannot-read',
      what: `cannot read it (${code})`,
      where: path,
      advice: 'Check its permissions.',
      cause,
    });
  }
  return parse(text, path);
}
