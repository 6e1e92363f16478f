/** Paths in a configuration that hold from anywhere. */
import { resolve } from 'node:path';
import { namesPath } from '../runs/index.ts';
import type { SourceConfig } from './data-source.node.ts';

/** As runs have them in memory, and as they are compared. */
export function withAbsolutePaths<Config extends ConfigWithPaths>(config: Config): Config {
  const { data, split, training } = config;
  const paths = data.paths && { paths: data.paths.map((path) => resolve(path)) };
  return {
    ...config,
    data: { ...data, ...paths, ...absolute(data, 'featuresPath'), ...absolute(data, 'folder') },
    split: { ...split, ...absolute(split, 'file') },
    training: { ...training, ...absolute(training, 'initFrom') },
  };
}

/** The same configuration with its tables where `other` names them. */
export function withTablesOf<Config extends ConfigWithPaths>(config: Config, other: Config): Config {
  const { paths, folder, featuresPath } = other.data;
  return { ...config, data: { ...config.data, ...defined({ paths, folder, featuresPath }) } };
}

function absolute<Key extends string>(section: Partial<Readonly<Record<Key, string | undefined>>>, key: Key) {
  const path = section[key];
  return namesPath(key, path) ? { [key]: resolve(path) } : {};
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
