/**
 * Another learning rate for the encoder than for the head, when a training starts from the encoder of another run:
 *   w <- w + ratio * (update of the optimizer),   ratio 0: frozen, bit for bit, whatever decays weights
 * The whole update is scaled and not the gradient, whose scale Adam and its kin do not see. It costs a copy of the weights.
 *
 * An encoder that is never trained takes no part: its gradient, which is computed all the same, counts as 0 in every norm, and no method
 * perturbs it, so that a radius is the head's. One that is frozen for some epochs only is for the optimizer what it will be: with the
 * moments of a gradient that was 0 so long its first steps would be six times too long.
 */
import type { ParameterEntry, ParameterLayout, Vector } from '../base/index.ts';
import type { Objective, Optimizer } from '../optim/index.ts';
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
  const seen = (objective: Objective, weights: Vector): Objective =>
    freezeEncoder ? withoutPart(objective, weights, encoder) : objective;
  return {
    config: optimizer.config,
    async step(weights, objective, clock) {
      const ratio = ratioAt(clock.epoch);
      if (ratio === 1) return optimizer.step(weights, objective, clock);
      const before = weights.slice();
      const report = await optimizer.step(weights, seen(objective, weights), clock);
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
    ...(posteriorDeviation && {
      posteriorDeviation: () => {
        const deviation = posteriorDeviation.call(optimizer);
        if (deviation && freezeEncoder) clear(deviation, encoder);
        return deviation;
      },
    }),
    state: () => optimizer.state(),
    load: (state) => optimizer.load(state),
  };
}

/** The objective as a function of all but this part of the weights: wherever it is asked, the part is that of `weights`. */
function withoutPart(objective: Objective, weights: Vector, part: readonly ParameterEntry[]): Objective {
  const { layout, sampleLosses, outputs, sampleIds } = objective;
  const unmoved = (at: Vector): Vector => {
    if (at !== weights) for (const { offset, size } of part) at.set(weights.subarray(offset, offset + size), offset);
    return at;
  };
  return {
    layout,
    evaluate: async (at, gradient, options) => {
      const evaluation = await objective.evaluate(unmoved(at), gradient, options);
      clear(gradient, part);
      return evaluation;
    },
    ...(sampleLosses && { sampleLosses: (at: Vector) => sampleLosses.call(objective, unmoved(at)) }),
    ...(outputs && { outputs: (at: Vector) => outputs.call(objective, unmoved(at)) }),
    ...(sampleIds && { sampleIds: () => sampleIds.call(objective) }),
  };
}

function clear(vector: Vector, part: readonly ParameterEntry[]): void {
  for (const { offset, size } of part) vector.fill(0, offset, offset + size);
}
