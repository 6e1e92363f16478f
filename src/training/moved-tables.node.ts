/** Whether the tables of a run have the content that it was trained on: after they or their project were moved, or a while later. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { ConfigError, setting } from '../base/index.ts';
import { fileChecksum } from '../platform/index.node.ts';
import { openRunFolder } from '../runs/index.node.ts';
import { parseTrainConfig, type RunFile, type TrainConfig } from '../runs/index.ts';
import { withTablesOf } from './absolute-paths.node.ts';
import { openDataSource, type SourceConfig } from './data-source.node.ts';
import { firstRun } from './train-run.node.ts';

/** Throws ConfigError unless the files of `config` are, in their order, those that the run in the folder was trained on. */
export async function requireSameTables({ data }: SourceConfig, folder: string): Promise<void> {
  const run = await firstRun(folder);
  // A fold that has not begun was trained on nothing.
  if (!run) return;
  const { checksums } = await openDataSource({ data });
  refuseOthers(run, await checksums(), folder);
}

/**
 * Names the tables of `config` in run.json of trainings that nobody works on, as if they had been trained on them where they lie now. Throws
 * DataError if they cannot be read, ConfigError as requireSameTables does.
 */
export async function moveTables(config: TrainConfig, folders: readonly string[]): Promise<void> {
  const source = await openDataSource(config);
  const checksums = await source.checksums();
  const name = source.tables.map((table) => table.name).join(', ');
  for (const folder of folders) {
    const opened = await openRunFolder(folder, { mode: 'resume' });
    try {
      const run = await opened.readRun();
      refuseOthers(run, checksums, folder);
      if (run.kind !== 'training') continue;
      const moved = withTablesOf(parseTrainConfig(run.config, folder), config);
      await opened.writeRun({ ...run, config: { ...moved }, data: { ...run.data, name, checksums } });
    } finally {
      await opened.close();
    }
  }
}

/** checksums: of the files as they are now. */
function refuseOthers({ data }: RunFile, checksums: Readonly<Record<string, string>>, folder: string): void {
  const [before, now] = [Object.values(data.checksums), Object.entries(checksums)];
  const sums = now.map(([, sum]) => sum);
  if (isDeepStrictEqual(before, sums)) return;
  const [path, sum] = now.find(([, each], index) => each !== before[index]) ?? ['the last table', 'none'];
  const is = `${path} is not the file that the run was trained on (SHA-256 ${sum}, expected ${before.join(', ')})`;
  throw otherTable(is, folder, 'Name the file of the run where it lies now');
}

/**
 * Throws ConfigError if a table of `config`, its file of features or that of its splits has another content than the finished run in the folder
 * was trained on. A file that cannot be read says nothing: the run is finished without it. Nor does a file of splits whose content an
 * earlier version did not record.
 */
export async function refuseChangedTables({ data, split }: SourceConfig, folder: string): Promise<void> {
  const { checksums = {}, splitsChecksum } = (await firstRun(folder))?.data ?? {};
  const changed =
    firstChange(Object.values(checksums), await tableChecksums({ data })) ??
    firstChange(splitsChecksum === undefined ? [] : [splitsChecksum], await checksumsOf(split?.file));
  if (!changed) return;
  throw otherTable(`${changed.path} has changed since the run was trained on it`, folder, 'Put the file back');
}

interface TableChecksum {
  readonly path: string;
  /** SHA-256; undefined where the file cannot be read. */
  readonly sum: string | undefined;
}

/** Of the tables that a configuration names by paths, its file of features and that of its splits, each once; no table of a known data set. */
export async function tableChecksums({ data, split }: SourceConfig): Promise<readonly TableChecksum[]> {
  const { paths = [], featuresPath } = data;
  return checksumsOf(...paths, paths.length > 0 ? featuresPath : undefined, split?.file);
}

async function checksumsOf(...files: readonly (string | undefined)[]): Promise<readonly TableChecksum[]> {
  const paths = new Set(files.flatMap((file) => (file === undefined ? [] : [resolve(file)])));
  return Promise.all([...paths].map(async (path) => ({ path, sum: await sumOf(path).catch(() => undefined) })));
}

/** Undefined, too, if they are not as many as before. */
function firstChange(before: readonly string[], now: readonly TableChecksum[]): TableChecksum | undefined {
  return before.length === now.length ? now.find(({ sum }, index) => sum && sum !== before[index]) : undefined;
}

/** Of files as they were read here, by path, size and time of the last change: hundreds of runs have one table. */
const known = new Map<string, Promise<string>>();

async function sumOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  const key = JSON.stringify([path, size, mtimeMs]);
  const sum = known.get(key) ?? fileChecksum(path);
  known.set(key, sum);
  return sum;
}

function otherTable(what: string, where: string, advice: string): ConfigError {
  const full = `${advice}, or start another run in another ${setting('run.folder')}.`;
  return new ConfigError({ code: 'other-table', what, where, advice: full });
}
