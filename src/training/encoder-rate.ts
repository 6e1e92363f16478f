/**
 * Another learning rate for the encoder than for the head, when a training starts from the encoder of another run:
 *   w <- w + ratio * (update of the optimizer),   ratio 0: frozen, bit for bit, whatever decays weights
 * The whole update is scaled and not the gradient, whose scale Adam and its kin do not see. It costs a copy of the weights; gradients of a frozen
 * encoder are computed all the same.
 */
import type { ParameterLayout } from '../base/index.ts';
import type { Optimizer } from '../optim/index.ts';
import { isHead } from './initial-weights.ts';

export interface EncoderRate {
  /** Never train the encoder. */
  readonly freezeEncoder?: boolean | undefined;
  /** Train the head alone for so many epochs. */
  readonly freezeEpochs?: number | undefined;
  /** Learning rate of the encoder over that of the head; default 1. */
  readonly encoderLrRatio?: number | undefined;
}

/** The optimizer itself where encoder and head learn alike. */
export function withEncoderRate(optimizer: Optimizer, layout: ParameterLayout, rate: EncoderRate): Optimizer {
  const { freezeEncoder = false, freezeEpochs = 0, encoderLrRatio = 1 } = rate;
  if (!freezeEncoder && freezeEpochs === 0 && encoderLrRatio === 1) return optimizer;
  const encoder = layout.entries.filter(({ name }) => !isHead(name));
  const ratioAt = (epoch: number): number => (freezeEncoder || epoch < freezeEpochs ? 0 : encoderLrRatio);
  const { posteriorDeviation } = optimizer;
  return {
    config: optimizer.config,
    async step(weights, objective, clock) {
      const ratio = ratioAt(clock.epoch);
      if (ratio === 1) return optimizer.step(weights, objective, clock);
      const before = weights.slice();
      const report = await optimizer.step(weights, objective, clock);
      for (const { offset, size } of encoder) {
        for (let index = offset; index < offset + size; index++) {
          weights[index] = before[index]! + ratio * (weights[index]! - before[index]!);
        }
      }
      return report;
    },
    isWarmingUp: (clock) => optimizer.isWarmingUp(clock),
    memory: () => {
      const { persistent, transient } = optimizer.memory();
      return { persistent, transient: transient + 1 };
    },
    ...(posteriorDeviation && { posteriorDeviation: () => posteriorDeviation.call(optimizer) }),
    state: () => optimizer.state(),
    load: (state) => optimizer.load(state),
  };
}
