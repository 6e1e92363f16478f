/** Continuing a run: which one, and that the options given along repeat what it was started with and do not contradict it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, setting } from '../base/index.ts';
import { runFiles, type TrainConfig } from '../runs/index.ts';
import {
  type ConfigWithPaths,
  requireSameTables,
  savedTraining,
  withAbsolutePaths,
  withTablesOf,
} from '../training/index.node.ts';
import type { CommandInput } from './command.ts';
import { type ConfigKind, readConfigInput, type Sections, trainKind } from './train-input.ts';

interface ResumeOptions {
  /** The run, or empty for that in `folder`. */
  readonly resume?: string | undefined;
  readonly folder?: string | undefined;
  readonly overwrite: boolean;
}

/** The folder of the run to continue; undefined for a new run. Throws ConfigError for options that leave it open. */
export function resumedFolder(
  { resume, folder: outputDir, overwrite }: ResumeOptions,
  command = 'train',
): string | undefined {
  if (resume === undefined) return undefined;
  const folder = resume === '' ? outputDir : resume;
  if (folder === undefined) {
    throw new ConfigError({
      code: 'missing-argument',
      what: 'it is not said which run is to be continued',
      where: '--resume',
      advice: `Name its folder: graphsam ${command} --resume runs/NAME.`,
    });
  }
  if (overwrite) {
    throw new ConfigError({
      code: 'contradicting-settings',
      what: '--resume continues a run and --overwrite deletes it',
      where: '--resume, --overwrite',
      advice: 'Give one of them.',
    });
  }
  if (outputDir !== undefined && outputDir !== folder) {
    throw new ConfigError({
      code: 'contradicting-settings',
      what: `--resume names ${folder} and --output-dir ${outputDir}`,
      where: '--resume, --output-dir',
      advice: 'A run is continued in its own folder: leave --output-dir out.',
    });
  }
  return folder;
}

/** The configuration that a training is resumed with: its own, with the tables where the options name them. Throws as resumedConfig does. */
export async function resumedTraining(input: CommandInput, folder: string): Promise<TrainConfig> {
  return resumedConfig(trainKind, input, folder, () => savedConfig(folder));
}

/** The configuration of a training that a folder holds, begun or still to be. Throws CheckpointError if it holds none. */
export async function savedConfig(folder: string): Promise<TrainConfig> {
  return (await savedSearch(folder)) ?? savedTraining(folder);
}

/** Of a folder whose training has not begun, since its settings are still searched. */
async function savedSearch(folder: string): Promise<TrainConfig | undefined> {
  if (existsSync(join(folder, runFiles.run)) || !existsSync(folder)) return undefined;
  const { savedByQuality } = await import('../tune/index.node.ts');
  return savedByQuality(folder);
}

/**
 * The same for any command whose options make a configuration; `load` reads that of the run. Throws ConfigError naming the settings in which
 * the options differ from the run's, or the table that is not the one that it was trained on.
 */
export async function resumedConfig<Config extends ConfigWithPaths, Input extends Sections>(
  kind: ConfigKind<Config, Input>,
  input: CommandInput,
  folder: string,
  load: () => Promise<Config>,
): Promise<Config> {
  const saved = await load();
  const settings = kind.options.filter(
    ({ group, name }) => group !== 'Run:' || ['config-path', 'threads', 'device'].includes(name),
  );
  const says = settings.some(({ name }) => name in input.given);
  if (!says && input.positional.length === 0) {
    requireTables(saved, folder);
    return saved;
  }
  const { config } = await readConfigInput(kind, input, saved as object as Input);
  const asked = withAbsolutePaths(config);
  const differing = differences(saved, asked);
  if (differing.length === 0) return saved;
  const moved = withTablesOf(saved, asked);
  if (differences(moved, asked).length === 0) {
    await requireSameTables(moved, folder);
    return moved;
  }
  throw new ConfigError({
    code: 'other-run',
    what: `the options differ from the run's: ${differing.join('; ')}`,
    where: folder,
    advice: 'Continue it with --resume alone, or start another run in another --output-dir.',
  });
}

/** Throws ConfigError for a table that is no longer where the run found it. */
function requireTables({ data }: ConfigWithPaths, folder: string): void {
  const missing = data.paths?.find((path) => !path.includes('://') && !existsSync(path));
  if (missing === undefined) return;
  throw new ConfigError({
    code: 'cannot-read',
    what: 'the table of the run is not where it was',
    where: missing,
    advice: `If it was moved: --resume ${folder} -i NEW; the run goes on if its content is the same.`,
  });
}

/** `training.epochs is 10, the run has 30`, a text a setting. */
function differences(saved: unknown, asked: unknown, where = ''): string[] {
  if (isDeepStrictEqual(saved, asked)) return [];
  if (!isRecord(saved) || !isRecord(asked)) {
    return [
      `${setting(where)} is ${JSON.stringify(asked) ?? 'nothing'}, the run has ${JSON.stringify(saved) ?? 'nothing'}`,
    ];
  }
  const names = new Set([...Object.keys(saved), ...Object.keys(asked)]);
  return [...names].flatMap((name) => differences(saved[name], asked[name], where ? `${where}.${name}` : name));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
