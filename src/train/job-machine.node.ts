/** What the jobs of this folder share: chemistry and runtime of this machine, and paths that hold from anywhere. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import type { TrainConfig } from './config/train-config.ts';
import type { RunMachine } from './run-facts.ts';

export async function openMachine(
  { threads = availableParallelism(), backend }: TrainConfig['machine'],
  onFallback: (message: string) => void,
): Promise<RunMachine> {
  const chemistry = await loadChemistry();
  const runtime = await loadRuntime({ ...(backend && { backend }), onFallback });
  return { chemistry, runtime, threads, software: { node: process.version } };
}

/** As run.json keeps them: a run is resumed from anywhere. */
export function withAbsolutePaths<Config extends { readonly data: { readonly paths?: string[] | undefined } }>(
  config: Config,
): Config {
  const paths = config.data.paths?.map((path) => resolve(path));
  return { ...config, data: { ...config.data, ...(paths && { paths }) } };
}
