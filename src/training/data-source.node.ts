/** Tables on this machine: the paths or the known data set of a configuration, opened, with their checksums and the splits file. */
import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, DataError, setting } from '../base/index.ts';
import { obtainDataset, openFeatureTable, openTable } from '../data/index.node.ts';
import { interruptibleTable, recognize, type Table } from '../data/index.ts';
import { fileChecksum, sha256 } from '../platform/index.node.ts';
import type { TrainConfig } from '../runs/index.ts';
import type { DataSource } from './prepare-data.ts';

/** What of a configuration says where the data are. */
export interface SourceConfig {
  readonly data: Pick<TrainConfig['data'], 'paths' | 'dataset' | 'folder' | 'header' | 'allowChanged'> &
    Partial<Pick<TrainConfig['data'], 'featuresPath' | 'featuresIdColumn'>>;
  readonly split?: Pick<TrainConfig['split'], 'seed' | 'file'>;
}

/** Throws ConfigError if no data are named, DataError for what cannot be opened, MachineError if a download does not work. */
export async function openDataSource(config: SourceConfig): Promise<DataSource> {
  const { paths, ...found } = await locate(config.data);
  const file = config.split?.file;
  const { featuresPath: features, featuresIdColumn } = config.data;
  const files = features === undefined ? paths : [...paths, features];
  for (const path of files) await refuseStream(path);
  const tables = await Promise.all(paths.map((path) => openTable(path, { header: config.data.header })));
  return {
    ...found,
    targets: found.targets ?? (found.preset === undefined ? undefined : targetsOf(found.preset, tables[0]!)),
    tables,
    ...(features !== undefined && { featureTable: await openFeatureTable(features, featuresIdColumn) }),
    ...(file !== undefined && (await readSplits(file))),
    checksums: async () =>
      Object.fromEntries(await Promise.all(files.map(async (path) => [path, await fileChecksum(path)]))),
  };
}

/** A data set that is named stands for its targets, also in a copy of other content. */
function targetsOf(dataset: string, { columns }: Table): readonly string[] | undefined {
  const alike = recognize(columns);
  return alike?.name === dataset ? alike.targets : undefined;
}

/** The same, which ends with the signal's reason, thrown, once it is aborted: a large table takes minutes. */
export function interruptibleSource(source: DataSource, signal: AbortSignal): DataSource {
  return { ...source, signal, tables: source.tables.map((table) => interruptibleTable(table, signal)) };
}

interface Located extends Pick<DataSource, 'targets' | 'preset' | 'notes'> {
  readonly paths: readonly string[];
}

async function locate(data: SourceConfig['data']): Promise<Located> {
  if (data.dataset !== undefined) {
    const { entry, path, notes } = await obtainDataset(data.dataset, {
      dataDir: data.folder,
      allowChanged: data.allowChanged,
    });
    const targets = entry.kind === 'builtIn' ? entry.targets : undefined;
    return { paths: [path], notes, preset: entry.preset, targets };
  }
  if (!data.paths) {
    throw new ConfigError({
      code: 'no-data',
      path: ['data', 'paths'],
      what: 'no data is given',
      advice: `Name a table (graphsam train molecules.csv) or a known data set (${setting('data.dataset', 'esol')}).`,
    });
  }
  return { paths: data.paths.map(absolute), notes: [] };
}

/** What can be read once only would have the checksum of nothing, and a run could never be continued. */
async function refuseStream(path: string): Promise<void> {
  const status = await stat(path).catch(() => undefined);
  if (!status || status.isFile() || status.isDirectory()) return;
  throw new DataError({
    code: 'not-a-table',
    what: 'expected a file and found a pipe or a device, which can be read only once',
    where: path,
    advice: 'Write the table to a file first; graphsam train also takes - for what is piped into it, and keeps it.',
  });
}

/** A URL stays as it is: opening it says that it is one. */
function absolute(path: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(path);
}

interface SplitsFile {
  readonly splitsFile: string;
  readonly splitsChecksum: string;
}

/** Text and checksum of a splits file, from one reading. Throws DataError if it cannot be read. */
export async function readSplits(path: string): Promise<SplitsFile> {
  const content = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DataError({
      code: 'cannot-read',
      path: ['split', 'file'],
      what: `cannot read it (${cause.code})`,
      where: path,
      advice: `Check ${setting('split.file')}.`,
      cause,
    });
  });
  return { splitsFile: content.toString('utf8'), splitsChecksum: sha256(content) };
}
