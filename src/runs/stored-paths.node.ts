/**
 * Paths in run.json: relative to the folder of the run, so that a project can be moved as a whole, with the folder where they were written
 * (`writtenIn`), so that the run alone can be moved too. In memory they are absolute.
 */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { namesPath } from './builtin-encoder.ts';
import type { RunFile } from './run-file.ts';

type Sections = Readonly<Record<string, unknown>>;
type Change = (path: string) => string;

/** Keys of a configuration that hold a path or a list of them, by section. */
const pathKeys: Readonly<Record<string, readonly string[]>> = {
  data: ['paths', 'folder', 'featuresPath'],
  split: ['file'],
  training: ['initFrom'],
};

/** The configuration as it is stored in a folder. */
export async function storedConfig(config: Sections, folder: string): Promise<Sections> {
  const home = await real(folder);
  const stored = new Map<string, string>();
  for (const path of pathsOf(config)) stored.set(path, await relativeTo(home, path));
  return changed(config, (path) => stored.get(path) ?? path);
}

/** The configuration of a run that lies in a folder, with absolute paths. writtenIn: where the folder was. */
export async function foundConfig(config: Sections, folder: string, writtenIn: string | undefined): Promise<Sections> {
  return changed(config, await finder(folder, writtenIn));
}

/** Where a stored path leads: the first that exists, seen from the folder, from where it was, and from here. */
async function finder(folder: string, writtenIn: string | undefined): Promise<Change> {
  const homes = [await real(folder), ...(writtenIn === undefined ? [] : [writtenIn]), process.cwd()];
  return (path) => {
    if (isAbsolute(path) || isUrl(path)) return path;
    const candidates = homes.map((home) => resolve(home, path));
    return candidates.find((candidate) => existsSync(candidate)) ?? candidates[0]!;
  };
}

/** run.json as it is written into a folder. */
export async function storedRun(run: RunFile, folder: string): Promise<RunFile> {
  const home = await real(folder);
  const name = async (path: string): Promise<string> => (isAbsolute(path) ? relativeTo(home, path) : path);
  const checksums: Record<string, string> = {};
  for (const [path, sum] of Object.entries(run.data.checksums)) checksums[await name(path)] = sum;
  const config = await storedConfig(run.config, folder);
  const common = { ...run, writtenIn: home, config };
  const data = { name: await name(run.data.name), checksums };
  if (common.kind === 'pretraining') return { ...common, data: { ...common.data, ...data } };
  const split = { ...common.split, algorithm: await name(common.split.algorithm) };
  return { ...common, data: { ...common.data, ...data }, split };
}

/** The run of a folder as it is in memory. */
export async function foundRun(run: RunFile, folder: string): Promise<RunFile> {
  return { ...run, config: { ...(await foundConfig(run.config, folder, run.writtenIn)) } };
}

/** The tables of a run's molecules (not those of their features), path and SHA-256 each, where they are now. */
export async function foundTables(run: RunFile, folder: string): Promise<readonly (readonly [string, string])[]> {
  const find = await finder(folder, run.writtenIn);
  const { featuresPath } = run.config.data as { readonly featuresPath?: string };
  const features = featuresPath === undefined ? undefined : find(featuresPath);
  return Object.entries(run.data.checksums)
    .map(([path, sum]) => [find(path), sum] as const)
    .filter(([path]) => path !== features);
}

function pathsOf(config: Sections): string[] {
  const paths: string[] = [];
  changed(config, (path) => {
    paths.push(path);
    return path;
  });
  return paths;
}

function changed(config: Sections, change: Change): Record<string, unknown> {
  const sections = Object.entries(config).map(([name, section]) => {
    const keys = pathKeys[name];
    return [name, keys && isObject(section) ? changedSection(section, keys, change) : section];
  });
  return Object.fromEntries(sections);
}

function changedSection(section: Sections, keys: readonly string[], change: Change): Sections {
  const value = (key: string, old: unknown): unknown => {
    if (!keys.includes(key)) return old;
    if (Array.isArray(old)) return old.map((each) => (typeof each === 'string' ? change(each) : each));
    return namesPath(key, old) ? change(old) : old;
  };
  return Object.fromEntries(Object.entries(section).map(([key, old]) => [key, value(key, old)]));
}

/** With slashes, which every system reads; absolute where there is no way, as between two disks of Windows. */
async function relativeTo(home: string, path: string): Promise<string> {
  if (isUrl(path)) return path;
  const absolute = resolve(path);
  const target = join(await real(dirname(absolute)), basename(absolute));
  return relative(home, target).split(sep).join('/');
}

/** Without symbolic links; of a folder that does not exist: the path as it is, absolute. */
async function real(folder: string): Promise<string> {
  return realpath(folder).catch(() => resolve(folder));
}

function isUrl(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(path);
}

function isObject(value: unknown): value is Sections {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
