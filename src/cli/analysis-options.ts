/** What `sharpness` and `landscape` have in common: which runs, where their tables lie now, and where the results go. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenRunOptions } from '../analysis/index.node.ts';
import { analysisFolder } from '../analysis/index.ts';
import { ConfigError } from '../base/index.ts';
import { lossNames } from '../tasks/index.ts';
import type { CommandInput, GivenOptions } from './command.ts';
import { backendOf, deviceOption, threadsOption } from './machine-options.ts';
import type { CliOption } from './option.ts';
import { outputFolderOption } from './output-folder.ts';

const runGroup = 'Runs:';
const machineGroup = 'Machine:';
const resultGroup = 'Results:';

export const runOptions: readonly CliOption[] = [
  {
    name: 'weights',
    kind: 'text',
    placeholder: 'WHICH',
    choices: ['best', 'last'],
    group: runGroup,
    default: 'best',
    help: 'weights of the best epoch (as in model.onnx) or of the last one',
  },
  {
    name: 'loss',
    path: 'training.loss',
    short: 'l',
    aliases: ['loss-function'],
    kind: 'text',
    placeholder: 'NAME',
    group: runGroup,
    default: 'that of the run',
    help: `loss function: ${lossNames.join(', ')}`,
  },
  {
    name: 'data-path',
    path: 'data.paths',
    short: 'i',
    kind: 'texts',
    placeholder: 'FILE',
    group: runGroup,
    default: 'as in training',
    help: 'tables of the runs, if they have moved',
  },
  {
    name: 'data-dir',
    path: 'data.folder',
    kind: 'text',
    placeholder: 'FOLDER',
    group: runGroup,
    help: 'directory with data sets',
  },
];

export const machineOptions: readonly CliOption[] = [
  deviceOption(machineGroup),
  threadsOption(machineGroup, 'as in training'),
];

export const resultOptions: readonly CliOption[] = [
  outputFolderOption(resultGroup, 'folder of the results', 'RUN-analysis'),
  { name: 'overwrite', path: 'run.overwrite', kind: 'flag', group: resultGroup, help: 'replace earlier results' },
];

export function openingOptions(given: GivenOptions): Omit<OpenRunOptions, 'onWarning'> {
  return {
    weights: (given.weights as 'best' | 'last' | undefined) ?? 'best',
    loss: given.loss as string | undefined,
    dataPaths: given['data-path'] as readonly string[] | undefined,
    dataDir: given['data-dir'] as string | undefined,
    threads: given.threads as number | undefined,
    backend: backendOf(given),
  };
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

export function outputFolder({ given }: CommandInput, runs: readonly string[]): string {
  return (given['output-dir'] as string | undefined) ?? analysisFolder(runs[0]!);
}

/** Throws ConfigError if the file exists and may not be replaced, or if the folder is a run. */
export function refuseUnwantedResult(folder: string, file: string, given: GivenOptions): void {
  refuseRunAsOutput(folder);
  if (!existsSync(join(folder, file)) || given.overwrite === true) return;
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

/** Throws ConfigError unless the value is a number in the range; undefined stays. */
export function checkedNumber(
  given: GivenOptions,
  name: string,
  fallback: number,
  { atLeast = 0, above }: { readonly atLeast?: number; readonly above?: number } = {},
): number {
  const value = (given[name] as number | undefined) ?? fallback;
  const fits = above === undefined ? value >= atLeast : value > above;
  if (fits) return value;
  const expected = above === undefined ? `at least ${atLeast}` : `above ${above}`;
  throw new ConfigError({
    code: 'wrong-value',
    what: `expected a number ${expected} and received ${value}`,
    where: `--${name}`,
  });
}
