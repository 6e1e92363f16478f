/** What every job of a run begins with in Node, whatever it trains: an empty folder, tables, chemistry and runtime of this machine. */
import { availableParallelism } from 'node:os';
import { loadChemistry } from '../chem/index.node.ts';
import { requireWritable } from '../platform/index.node.ts';
import type { JobContext } from '../platform/index.ts';
import { requireEmptyFolder } from '../runs/index.node.ts';
import type { TrainConfig } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import type { Backend } from '../runtime/index.ts';
import { type ConfigWithPaths, withAbsolutePaths } from './absolute-paths.node.ts';
import { interruptibleSource, openDataSource, type SourceConfig } from './data-source.node.ts';
import type { DataSource } from './prepare-data.ts';
import type { RunMachine } from './run-context.ts';

export interface RunJob<Config> {
  readonly config: Config;
  readonly folder: string;
  readonly mode: 'new' | 'overwrite' | 'resume';
  readonly backend?: Backend | undefined;
  /** OpenRunFolderOptions.shared. */
  readonly shared?: boolean | undefined;
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
  { onEvent, signal }: JobContext<{ readonly kind: 'warning'; readonly message: string }>,
): Promise<OpenedJob<Config>> {
  // Before anything is read: who named the wrong folder should not wait for the data.
  if (mode === 'new') await requireEmptyFolder(folder);
  await requireWritable(folder);
  const source = interruptibleSource(await openDataSource(config), signal);
  const { threads = availableParallelism() } = config.machine;
  const chemistry = await loadChemistry();
  const onFallback = (message: string): void => onEvent({ kind: 'warning', message });
  const runtime = await loadRuntime({ ...(backend && { backend }), onFallback });
  const machine = { chemistry, runtime, threads, software: { node: process.version } };
  return { config: withAbsolutePaths(config), source, machine };
}
