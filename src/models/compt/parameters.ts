/** CoMPT's parameters, in the order of the network. */

import {
  featureBranchParameters,
  gruParameters,
  linearParameters,
  type ModelParameter,
  normParameters,
} from '../../nn/index.ts';
import { attentionReadoutParameters } from './attention-readout.ts';
import type { ComptConfig } from './config.ts';
import { comptAtomWidth, comptBondWidth } from './features.ts';

const initialDistanceDecay = 0.1;

export function comptParameters(config: ComptConfig, outputs: number): ModelParameter[] {
  const { width, layers, norm, headLayers, maxAtoms, extraFeatures: features, extraWidth: hidden } = config;
  const positions: ModelParameter = {
    name: 'embedding.position',
    shape: [maxAtoms + 1, width],
    role: 'weight',
    initial: { kind: 'xavierUniform' },
  };
  return [
    ...linearParameters('embedding.atom', comptAtomWidth, width),
    ...linearParameters('embedding.bond', comptBondWidth, width),
    positions,
    ...range(layers).flatMap((layer) => layerParameters(`encoder.${layer}`, config)),
    ...normParameters('encoder.norm', norm, width),
    ...(config.readout === 'attention' ? attentionReadoutParameters(config) : gruReadoutParameters(width)),
    ...range(headLayers - 1).flatMap((layer) => [
      ...linearParameters(`head.${layer}`, width, width),
      ...normParameters(`head.${layer}.norm`, norm, width),
    ]),
    ...linearParameters(`head.${headLayers - 1}`, width, outputs),
    ...(features > 0 ? featureBranchParameters('head.features', { features, hidden, width }) : []),
  ];
}

function gruReadoutParameters(width: number): ModelParameter[] {
  const initialBias: ModelParameter = {
    name: 'readout.initialBias',
    shape: [width],
    role: 'bias',
    initial: { kind: 'uniform', bound: 1 / Math.sqrt(width) },
  };
  return [
    initialBias,
    ...gruParameters('readout.gru', width, width),
    ...linearParameters('readout.output', 2 * width, width),
  ];
}

function layerParameters(name: string, { width, norm, feedForwardLayers }: ComptConfig): ModelParameter[] {
  const maps = ['query', 'key', 'value', 'output'];
  return [
    ...maps.flatMap((map) => linearParameters(`${name}.attention.${map}`, width, width)),
    {
      name: `${name}.attention.distanceDecay`,
      shape: [],
      role: 'scalar',
      initial: { kind: 'constant', value: initialDistanceDecay },
    },
    ...range(feedForwardLayers).flatMap((map) => linearParameters(`${name}.feedForward.${map}`, width, width)),
    ...normParameters(`${name}.norm`, norm, width),
  ];
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
