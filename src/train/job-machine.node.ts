/** What the jobs of this folder share: chemistry and runtime of this machine. */
import { availableParallelism } from 'node:os';
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
