/** Paths in a configuration that hold from anywhere. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { namesPath } from '../runs/index.ts';
import type { SourceConfig } from './data-source.node.ts';

/** As they were given, from the root. */
export function withAbsolutePaths<Config extends ConfigWithPaths>(config: Config): Config {
  return withPaths(config, (path) => resolve(path));
}

/** As a run that was stored has them, by which runs are compared: folders without symbolic links. */
export function withStoredPaths<Config extends ConfigWithPaths>(config: Config): Config {
  return withPaths(config, (path) => join(realFolder(dirname(resolve(path))), basename(path)));
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    // What is not there is reported by those who open it.
    return folder;
  }
}

function withPaths<Config extends ConfigWithPaths>(config: Config, change: (path: string) => string): Config {
  const { data, split, training } = config;
  const changed = <Key extends string>(section: Partial<Readonly<Record<Key, string | undefined>>>, key: Key) => {
    const path = section[key];
    return namesPath(key, path) ? { [key]: change(path) } : {};
  };
  const paths = data.paths && { paths: data.paths.map(change) };
  return {
    ...config,
    data: { ...data, ...paths, ...changed(data, 'featuresPath'), ...changed(data, 'folder') },
    split: { ...split, ...changed(split, 'file') },
    training: { ...training, ...changed(training, 'initFrom') },
  };
}

/** The same configuration with its tables where `other` names them. */
export function withTablesOf<Config extends ConfigWithPaths>(config: Config, other: Config): Config {
  const { paths, folder, featuresPath } = other.data;
  return { ...config, data: { ...config.data, ...defined({ paths, folder, featuresPath }) } };
}

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** The settings of a configuration that hold paths. */
export interface ConfigWithPaths {
  readonly data: SourceConfig['data'];
  readonly split: { readonly seed: number; readonly file?: string | undefined };
  readonly training: { readonly seed: number; readonly initFrom?: string | undefined };
}
