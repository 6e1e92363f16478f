/** What the jobs of this folder share: chemistry and runtime of this machine. */
import { availableParallelism } from 'node:os';
import { loadChemistry } from '../chem/index.node.ts';
import type { TrainConfig } from '../runs/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import type { RunMachine } from './run-facts.ts';

export async function openMachine(
  { threads = availableParallelism(), backend }: TrainConfig['machine'],
  onFallback: (message: string) => void,
): Promise<RunMachine> {
  const chemistry = await loadChemistry();
  const runtime = await loadRuntime({ ...(backend && { backend }), onFallback });
  return { chemistry, runtime, threads, software: { node: process.version } };
}
