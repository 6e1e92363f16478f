/**
 * Weights of single epochs, kept while a run is trained (--keep-weights) so that its way through weight space can be looked at
 * afterwards: one safetensors file an epoch with the parameters by name, and nothing that resuming needs.
 */
import { CheckpointError, type ParameterLayout, type Vector } from '../base/index.ts';
import { gatherWeights } from './checkpoint.ts';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';

/** Folder in that of the run. */
export const keptWeightsFolder = 'weights';

/** `epoch-0003.safetensors`: after 3 epochs; 0: before training. */
export function keptWeightsFile(epoch: number): string {
  return `epoch-${String(epoch).padStart(4, '0')}.safetensors`;
}

/** undefined for any other name. */
export function epochOfKeptWeights(name: string): number | undefined {
  const [, digits] = /^epoch-(\d{4,})\.safetensors$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

export function encodeKeptWeights(weights: Vector, layout: ParameterLayout, epoch: number): Uint8Array {
  const tensors: Record<string, StoredTensor> = {};
  for (const { name, shape } of layout.entries) tensors[name] = { shape, data: layout.view(weights, name) };
  const metadata = { 'graphsam.format': 'weights', 'graphsam.epoch': String(epoch) };
  return writeSafetensors({ tensors, metadata }, { withChecksum: true });
}

/** where: the file's name, for messages. Throws CheckpointError if it is damaged or of another model. */
export function decodeKeptWeights(file: Uint8Array, layout: ParameterLayout, where: string): Vector {
  const { tensors, metadata } = readSafetensors(file, where);
  if (metadata['graphsam.format'] === 'weights') return gatherWeights('', tensors, layout, where);
  throw new CheckpointError({
    code: 'not-a-checkpoint',
    what: 'this safetensors file holds no weights of an epoch',
    where,
  });
}
