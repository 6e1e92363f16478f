/** What every job of a run begins with in Node, whatever it trains: an empty folder, tables, chemistry and runtime of this machine. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { loadChemistry } from '../chem/index.node.ts';
import { requireEmptyFolder } from '../runs/index.node.ts';
import type { TrainConfig } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import type { Backend } from '../runtime/index.ts';
import { openDataSource, type SourceConfig } from './data-source.node.ts';
import type { DataSource } from './prepare-data.ts';
import type { RunMachine } from './run-context.ts';

export interface RunJob<Config> {
  readonly config: Config;
  readonly folder: string;
  readonly mode: 'new' | 'overwrite' | 'resume';
  readonly backend?: Backend | undefined;
}

export interface OpenedJob<Config> {
  /** With paths that hold from anywhere. */
  readonly config: Config;
  readonly source: DataSource;
  readonly machine: RunMachine;
}

/** Throws MachineError, ConfigError and DataError for what cannot be opened. */
export async function openJob<Config extends SourceConfig & ConfigWithPaths & Pick<TrainConfig, 'machine'>>(
  { config, folder, mode, backend = config.machine.backend }: RunJob<Config>,
  onEvent: (event: { readonly kind: 'warning'; readonly message: string }) => void,
): Promise<OpenedJob<Config>> {
  // Before anything is read: who named the wrong folder should not wait for the data.
  if (mode === 'new') await requireEmptyFolder(folder);
  const source = await openDataSource(config);
  const { threads = availableParallelism() } = config.machine;
  const chemistry = await loadChemistry();
  const onFallback = (message: string): void => onEvent({ kind: 'warning', message });
  const runtime = await loadRuntime({ ...(backend && { backend }), onFallback });
  const machine = { chemistry, runtime, threads, software: { node: process.version } };
  return { config: withAbsolutePaths(config), source, machine };
}

/** As run.json keeps them: a run is resumed from anywhere. */
export function withAbsolutePaths<Config extends ConfigWithPaths>(config: Config): Config {
  const { data, training } = config;
  const paths = data.paths?.map((path) => resolve(path));
  const initFrom = training.initFrom === undefined ? {} : { initFrom: resolve(training.initFrom) };
  const features = data.featuresPath === undefined ? {} : { featuresPath: resolve(data.featuresPath) };
  return { ...config, data: { ...data, ...(paths && { paths }), ...features }, training: { ...training, ...initFrom } };
}

/** The parts of a configuration that hold paths. */
export interface ConfigWithPaths {
  readonly data: { readonly paths?: readonly string[] | undefined; readonly featuresPath?: string | undefined };
  readonly training: { readonly seed: number; readonly initFrom?: string | undefined };
}
