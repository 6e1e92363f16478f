/**
 * Where the weights of a training and the vectors of its optimizer are: in the memory of the CPU, or in that of the device, whose updates
 * then spare the way of weights and gradients there and back at every step.
 */
import type { BatchObjective } from '../objective/index.ts';
import { type Arithmetic, here, type OptimizerConfig, partOffDevice } from '../optim/index.ts';
import type { Device, Runtime } from '../runtime/index.ts';
import type { EncoderRate } from './encoder-rate.ts';

export interface WeightsLocation {
  readonly arithmetic: Arithmetic;
  readonly onDevice: boolean;
  /** Why they are with the CPU although the device was wanted, or would have been chosen. */
  readonly caution?: string;
}

export interface WeightsLocationOptions {
  readonly device: Device;
  readonly machine: { readonly weightsOn?: 'cpu' | 'device' | undefined };
  readonly optimizer: OptimizerConfig;
  readonly training: EncoderRate & { readonly probe?: number | undefined };
}

const withCpu = { arithmetic: here, onDevice: false } as const;

/** Undefined `weightsOn`: with the device from so many weights on as its table says. Throws ConfigError as `createOptimizer` does. */
export function locateWeights(
  { objective }: { readonly objective: BatchObjective },
  { device, machine: { weightsOn }, optimizer, training }: WeightsLocationOptions,
): WeightsLocation {
  const { keepsFrom = Number.POSITIVE_INFINITY, summary } = device;
  if ((weightsOn ?? (objective.layout.size >= keepsFrom ? 'device' : 'cpu')) === 'cpu') return withCpu;
  const obstacle = obstacleIn(optimizer, training);
  const arithmetic = obstacle === undefined ? objective.keepOnDevice?.() : undefined;
  if (arithmetic) return { arithmetic, onDevice: true };
  const reason = obstacle ?? `no results can stay with ${summary} here`;
  return { ...withCpu, caution: `Weights and optimizer stay in the memory of the CPU: ${reason}.` };
}

/** What computes, and whether the weights stay there. */
export function runtimeText({ description }: Runtime, { onDevice }: WeightsLocation): string {
  return onDevice ? `${description}; weights and optimizer stay there` : description;
}

function obstacleIn(optimizer: OptimizerConfig, training: WeightsLocationOptions['training']): string | undefined {
  const { freezeEncoder = false, freezeEpochs = 0, encoderLrRatio = 1, probe } = training;
  if (freezeEncoder || freezeEpochs > 0 || encoderLrRatio !== 1) return 'the encoder learns at a rate of its own';
  if (probe !== undefined) return 'a probe reads them at its steps';
  const part = partOffDevice(optimizer);
  return part && `${part} is computed there only`;
}
