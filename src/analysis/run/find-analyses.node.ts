/** The analyses of a run that lie beside it, for whoever reports on the run. */
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type SharpnessFile, sharpnessFileName } from '../curvature/sharpness-file.ts';
import { type LandscapeFile, landscapeFileName, parseLandscape } from '../landscape/landscape-file.ts';
import { analysisFolder } from './output-folder.ts';

export interface Analyses {
  /** Of this run alone or side by side with others. */
  readonly sharpness: SharpnessFile | undefined;
  readonly landscape: LandscapeFile | undefined;
}

/**
 * run: the folder of the run; folder: where its analyses lie, default RUN-analysis. What is not there, cannot be read or is of other
 * runs is left out: a report does without.
 */
export async function findAnalyses(run: string, folder: string = analysisFolder(run)): Promise<Analyses> {
  const name = basename(resolve(run));
  const sharpness = (await contentOf(folder, sharpnessFileName, JSON.parse)) as SharpnessFile | undefined;
  const landscape = await contentOf(folder, landscapeFileName, (text) => parseLandscape(text, folder));
  const isOf = (runs: readonly { readonly name: string }[]): boolean => runs.some((each) => each.name === name);
  return {
    sharpness: sharpness?.kind === 'sharpness' && isOf(sharpness.runs.map((each) => each.run)) ? sharpness : undefined,
    landscape: landscape && isOf(landscape.sheets.flatMap(({ runs }) => runs)) ? landscape : undefined,
  };
}

async function contentOf<T>(folder: string, name: string, parse: (text: string) => T): Promise<T | undefined> {
  try {
    return parse(await readFile(join(folder, name), 'utf8'));
  } catch {
    return undefined;
  }
}
