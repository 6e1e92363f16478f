/** What `sharpness` and `landscape` have in common: which runs, where their tables lie now, and where the results go. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenRunOptions } from '../analysis/index.node.ts';
import { analysisFolder } from '../analysis/index.ts';
import { ConfigError } from '../base/index.ts';
import type { Backend } from '../runtime/index.ts';
import type { CommandInput } from './command.ts';

/** What both ask for. */
interface Opening {
  readonly data: { readonly paths?: readonly string[] | undefined; readonly folder?: string | undefined };
  readonly training: { readonly loss?: string | undefined };
  readonly run: { readonly weights: 'best' | 'last' };
  readonly machine: { readonly threads?: number | undefined; readonly backend?: Backend | undefined };
}

export function openingOptions({ data, training, run, machine }: Opening): Omit<OpenRunOptions, 'onWarning'> {
  const { weights } = run;
  return { weights, loss: training.loss, dataPaths: data.paths, dataDir: data.folder, ...machine };
}

/** Throws ConfigError if no run is named. */
export function namedRuns({ positional }: CommandInput, command: string): readonly string[] {
  if (positional.length > 0) return positional;
  throw new ConfigError({
    code: 'missing-argument',
    what: 'no run is named',
    advice: `Name the folder of a run: graphsam ${command} runs/first.`,
  });
}

export function outputFolder(folder: string | undefined, runs: readonly string[]): string {
  return folder ?? analysisFolder(runs[0]!);
}

/** Throws ConfigError if the file exists and may not be replaced, or if the folder is a run. */
export function refuseUnwantedResult(folder: string, file: string, overwrite: boolean): void {
  refuseRunAsOutput(folder);
  if (!existsSync(join(folder, file)) || overwrite) return;
  throw new ConfigError({
    code: 'output-exists',
    what: 'the file exists',
    where: join(folder, file),
    advice: 'Choose another --output-dir or --overwrite.',
  });
}

/** A run is never written into. */
export function refuseRunAsOutput(folder: string): void {
  if (!existsSync(join(folder, 'run.json'))) return;
  throw new ConfigError({
    code: 'output-unusable',
    what: 'the folder holds a run, and an analysis changes nothing in it',
    where: folder,
    advice: 'Choose another --output-dir.',
  });
}
