/**
 * A data set by name as a file on this machine: inside the package, in a folder of the user's, in the cache, or downloaded into the cache
 * once. A download is written under a temporary name, checked, and only then renamed.
 */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { DataError, MachineError, setting } from '../../base/index.ts';
import { packageRoot, writeWhole } from '../../platform/index.node.ts';
import { checkContent } from './check-content.ts';
import { type DatasetEntry, datasetEntry, type PublishedDataset } from './entries.ts';

export interface ObtainOptions {
  /** Folder of the user's that may hold the tables, published or cleaned. Default: GRAPHSAM_DATA_DIR. */
  readonly dataDir?: string | undefined;
  /** Default: XDG_CACHE_HOME/graphsam or ~/.cache/graphsam. */
  readonly cacheDir?: string | undefined;
  /** Use a downloaded or cached file although it is not the published one. Default false. */
  readonly allowChanged?: boolean | undefined;
  /** Another home of the files, for mirrors. */
  readonly baseUrl?: string | undefined;
  /** Longest time a download may take. Default two minutes. */
  readonly timeoutMs?: number | undefined;
}

export interface ObtainedDataset {
  readonly entry: DatasetEntry;
  readonly path: string;
  /** Where it came from, and what differs from the published file, one summary each. */
  readonly notes: readonly string[];
}

/**
 * Throws ConfigError for an unknown name, DataError for a file that is not the table it should be, MachineError if a download is needed
 * and does not work.
 */
export async function obtainDataset(name: string, options: ObtainOptions = {}): Promise<ObtainedDataset> {
  const entry = datasetEntry(name);
  const found = await findDataset(entry, options);
  if (found) return found;
  if (entry.kind === 'builtIn') throw missingAsset(entry.asset);
  const { path, bytes } = await download(entry, options);
  const notes = await accept(entry, path, bytes, options.allowChanged ?? false);
  await writeWhole(path, bytes);
  return { entry, path, notes: [`${entry.name} was downloaded from ${entry.url} to ${path}.`, ...notes] };
}

/** The data set where it already lies on this machine, undefined if it would have to be downloaded. */
export async function findDataset(
  entry: DatasetEntry,
  options: ObtainOptions = {},
): Promise<ObtainedDataset | undefined> {
  if (entry.kind === 'builtIn') {
    const path = join(packageRoot(), entry.asset);
    const bytes = await readFile(path).catch(() => undefined);
    return bytes && { entry, path, notes: [`${entry.name} is the table inside the package.`] };
  }
  const dataDir = options.dataDir ?? process.env.GRAPHSAM_DATA_DIR;
  if (dataDir) {
    const own = await findIn(dataDir, entry);
    if (own) return { entry, path: own.path, notes: await describeOwn(entry, own.path, own.bytes) };
  }
  const cached = await findIn(cacheFolder(options), entry);
  if (!cached) return undefined;
  const notes = await accept(entry, cached.path, cached.bytes, options.allowChanged ?? false);
  return { entry, path: cached.path, notes };
}

export function cacheFolder({ cacheDir }: ObtainOptions = {}): string {
  return cacheDir ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'graphsam', 'datasets');
}

async function findIn(
  folder: string,
  { name, file }: PublishedDataset,
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  const plain = file.replace(/\.gz$/, '');
  for (const candidate of new Set([`${name}.csv`, `${name}.csv.gz`, file, plain, `${plain}.gz`])) {
    const path = join(folder, candidate);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes) return { path, bytes };
  }
  return undefined;
}

/** A user's own copy may be in another form, as long as it is the same table. */
async function describeOwn(entry: PublishedDataset, path: string, bytes: Uint8Array): Promise<string[]> {
  const check = await checkContent(entry, bytes, path);
  if (check.form === 'notThisTable') throw notThisTable(entry, path, check.difference);
  if (check.form === 'published') return [`${entry.name} is taken from ${path}, as published.`];
  return [`${entry.name} is taken from ${path}, which is not the published file: ${check.difference}.`];
}

async function accept(
  entry: PublishedDataset,
  path: string,
  bytes: Uint8Array,
  allowChanged: boolean,
): Promise<string[]> {
  const check = await checkContent(entry, bytes, path);
  if (check.form === 'published') return [];
  if (check.form === 'notThisTable') throw notThisTable(entry, path, check.difference);
  if (allowChanged) return [`${path} is not the published file: ${check.difference}.`];
  throw new DataError({
    code: 'dataset-changed',
    path: ['data', 'allowChanged'],
    what: `this is not the ${entry.name} table as published: ${check.difference}`,
    where: path,
    advice: `Remove it and fetch it again; ${setting('data.allowChanged')} uses it as it is.`,
  });
}

function notThisTable({ name, rows }: PublishedDataset, path: string, difference: string): DataError {
  return new DataError({
    code: 'dataset-changed',
    what: `this is not the ${name} table of MoleculeNet (${rows} rows): ${difference}`,
    where: path,
    advice: 'Put the right file there, or train on this one by its path.',
  });
}

async function download(entry: PublishedDataset, options: ObtainOptions): Promise<{ path: string; bytes: Uint8Array }> {
  const url = options.baseUrl === undefined ? entry.url : new URL(entry.file, options.baseUrl).href;
  const folder = cacheFolder(options);
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(options.timeoutMs ?? 120_000) });
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    return { path: join(folder, entry.file), bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (cause) {
    throw new MachineError({
      code: 'download-failed',
      path: ['data', 'folder'],
      what: `the ${entry.name} table could not be downloaded from ${url} (${reasonOf(cause)})`,
      advice: `Put ${entry.file} into ${folder}, or into a folder that you name with ${setting('data.folder')} or GRAPHSAM_DATA_DIR.`,
      cause,
    });
  }
}

/** fetch hides why it failed in the cause: ENOTFOUND, ECONNREFUSED ... */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? message;
}

function missingAsset(asset: string): MachineError {
  return new MachineError({
    code: 'package-damaged',
    what: `${asset} is missing from the package`,
    where: packageRoot(),
    advice: 'Install graphsam again.',
  });
}
