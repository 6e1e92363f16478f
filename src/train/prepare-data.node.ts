/** From a configuration to molecules, labels and splits: everything that is read before a model exists. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigError, DataError } from '../base/errors.ts';
import type { Chemistry } from '../chem/index.ts';
import { obtainDataset, openTable } from '../data/index.node.ts';
import {
  checkSplit,
  type Dataset,
  givenSplit,
  type LoadedDataset,
  loadFiles,
  makeSplits,
  readSplitsFile,
  reportSplit,
  type Split,
  type SplitReport,
  type SplitType,
  scaffoldsOf,
} from '../data/index.ts';
import type { TrainConfig } from './config/train-config.ts';

export interface PreparedData extends LoadedDataset {
  /** SHA-256 of each file as it stands, by path. */
  readonly checksums: Readonly<Record<string, string>>;
  readonly splits: readonly PreparedSplit[];
  /** Preset that the named data set asks for. */
  readonly preset: string | undefined;
}

export interface PreparedSplit {
  readonly split: Split;
  readonly report: SplitReport;
}

/** maxAtoms: the model's, unless the configuration gives a smaller one. */
export async function prepareData(config: TrainConfig, chemistry: Chemistry, maxAtoms: number): Promise<PreparedData> {
  const source = await dataSource(config);
  const tables = await Promise.all(source.paths.map((path) => openTable(path, { header: config.data.header })));
  const { labelMap, folder: _folder, dataset: _dataset, paths: _paths, header: _header, ...options } = config.data;
  const loaded = await loadFiles(tables, chemistry, {
    ...options,
    ...(source.targets ? { targetColumns: options.targetColumns ?? source.targets } : {}),
    maxAtoms,
    ...(labelMap ? { labelMap: new Map(Object.entries(labelMap)) } : {}),
  });
  const notes = [...source.notes, ...loaded.notes];
  const checksums = Object.fromEntries(
    await Promise.all(source.paths.map(async (path) => [path, await checksum(path)])),
  );
  const splits = await splitData(config, loaded.dataset, chemistry);
  const needsValidation = config.training.patience !== undefined;
  for (const { split } of splits.made) checkSplit(loaded.dataset, split, { needsValidation });
  const warnings = [...loaded.warnings, ...splits.warnings];
  return { ...loaded, notes, warnings, splits: splits.made, checksums, preset: source.preset };
}

async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path)) hash.update(block);
  return hash.digest('hex');
}

interface DataSource {
  readonly paths: readonly string[];
  readonly targets?: readonly string[];
  readonly preset?: string;
  readonly notes: readonly string[];
}

/** Name of a data set as its preset knows it, if the configuration names one. */
export async function dataSource({ data }: TrainConfig): Promise<DataSource> {
  if (data.dataset !== undefined) {
    const { entry, path, notes } = await obtainDataset(data.dataset, {
      dataDir: data.folder,
      allowChanged: data.allowChanged,
    });
    return {
      paths: [path],
      notes,
      preset: entry.preset,
      ...(entry.kind === 'builtIn' ? { targets: entry.targets } : {}),
    };
  }
  if (!data.paths) {
    throw new ConfigError({
      what: 'no data is given',
      where: '--data-path',
      advice: 'Name a table (graphsam train molecules.csv) or a known data set (--dataset esol).',
    });
  }
  return { paths: data.paths.map(absolute), notes: [] };
}

/** A URL stays as it is: whoever opens it says that it is one. */
function absolute(path: string): string {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path) ? path : resolve(path);
}

async function splitData(
  { split: options }: TrainConfig,
  dataset: Dataset,
  chemistry: Chemistry,
): Promise<{ made: PreparedSplit[]; warnings: readonly string[] }> {
  const { splits, algorithm, seed, warnings } = await chooseSplits(options, dataset, chemistry);
  const scaffolds = algorithm.startsWith('scaffold') ? scaffoldsOf(dataset, chemistry) : undefined;
  const made = splits.map((split, fold) => {
    const report = reportSplit(dataset, split, {
      algorithm,
      seed: seed === undefined ? undefined : seed + fold,
      scaffolds,
    });
    return { split, report };
  });
  return { made, warnings: [...warnings, ...made.flatMap(({ report }) => report.warnings)] };
}

interface ChosenSplits {
  readonly splits: readonly Split[];
  readonly algorithm: string;
  readonly seed?: number;
  readonly warnings: readonly string[];
}

async function chooseSplits(
  options: TrainConfig['split'],
  dataset: Dataset,
  chemistry: Chemistry,
): Promise<ChosenSplits> {
  if (options.file !== undefined) {
    const text = await readFile(options.file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      throw new DataError({
        what: `cannot read it (${cause.code})`,
        where: options.file!,
        advice: 'Check --splits-file.',
        cause,
      });
    });
    return { ...readSplitsFile(text, options.file, dataset), algorithm: options.file };
  }
  const parts = new Set(dataset.parts?.filter((part) => part !== undefined));
  if (parts.has('train')) return { splits: [givenSplit(dataset)], algorithm: 'given by the data', warnings: [] };
  const [train, val, test] = options.sizes;
  const { type, seed, folds } = options;
  const splits = makeSplits(dataset, chemistry, { type: type as SplitType, sizes: { train, val, test }, seed, folds });
  return { splits, algorithm: type, seed, warnings: [] };
}
