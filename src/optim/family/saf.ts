/**
 * SAF, sharpness-aware training for free: sharpness shows as outputs that move quickly, so outputs are kept near those
 * of some epochs ago, without an ascent step.
 *
 *     loss = L + lambda * tau^2 * mean over the batch of KL(r_i / tau || z_i / tau)   while startEpoch < epoch < endEpoch
 *
 * z_i: outputs of sample i now; r_i: those recorded `delta` epochs ago. The divergence is that of class scores
 * (softmax), of independent yes/no questions (Bernoulli) or of equal Gaussians, as the task is; the last two are this
 * project's extension.
 *
 * The table: raw outputs, [samples, delta + 1, outputs], slot epoch mod (delta + 1), with the epoch each slot was
 * written in. It grows as samples appear, is part of the state, and so survives resuming. A sample that was not seen
 * exactly delta epochs ago has no term. Source: Du et al. 2022, arXiv 2205.14083; AngusDujw/SAF.
 */
import { z } from 'zod';
import { type Vector, zeros } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { Consistency } from '../objective.ts';
import { missingAbility } from '../step.ts';
import { actsIn, checkTrajectory, isActive, trajectoryHyperparameters } from './trajectory.ts';

/** Epoch number of a slot that was never written. */
const never = -1;

export const saf = defineMethod({
  name: 'saf',
  title: 'SAF',
  summary:
    'Keeps the outputs of each sample close to those of earlier epochs, to leave sharp minima without an ascent step.',
  guidance: 'For trainings of many epochs whose outputs per sample fit in memory; no extra evaluation.',
  citation: { paper: 'Du et al. 2022, "Sharpness-aware training for free"', arxiv: '2205.14083' },
  hyperparameters: z.strictObject({
    ...trajectoryHyperparameters(0.3),
    delta: z.number().int().positive().default(3).describe('epochs between the outputs that are compared'),
  }),
  reducesToBase: { lambda: 0 },
  evaluations: () => ({ full: 1, cheap: 0, forward: 0 }),
  memory: ({ delta }) => ({ persistent: 0, transient: 0, other: `samples x outputs x ${delta + 1} numbers` }),
  needs: () => ['consistency', 'outputs', 'sampleIds'],
  check: checkTrajectory,
  actsIn: ({ delta, ...window }, begin) => {
    const span = actsIn(window, begin);
    // Outputs are compared with those of delta epochs ago, which have to be recorded first.
    const recorded = begin + delta;
    if (recorded <= span.from) return span;
    const because = `delta ${delta}${span.until === undefined ? '' : `, endEpoch ${span.until}`}`;
    return { ...span, from: recorded, because, advice: delta > 1 ? 'Choose a smaller delta' : undefined };
  },
  create: ({ lambda, tau, delta, ...window }, { precision }) => {
    const slots = delta + 1;
    const state = {
      vectors: { table: zeros(0, precision), written: zeros(0, precision) } as { table: Vector; written: Vector },
      scalars: {},
      growing: true,
    };
    const grow = (samples: number, outputs: number): void => {
      if (state.vectors.written.length >= samples * slots) return;
      const capacity = Math.max(samples, Math.ceil((state.vectors.written.length / slots) * 1.5));
      const table = zeros(capacity * slots * outputs, precision);
      table.set(state.vectors.table);
      const written = zeros(capacity * slots, precision).fill(never);
      written.set(state.vectors.written);
      Object.assign(state.vectors, { table, written });
    };
    /** Outputs of delta epochs ago; none if no sample of the batch has any. */
    const referenceOf = (ids: readonly number[], epoch: number): Consistency | undefined => {
      const { table, written } = state.vectors;
      const outputs = written.length === 0 ? 0 : table.length / written.length;
      const active = zeros(ids.length, precision);
      const reference = zeros(ids.length * outputs, precision);
      const slot = (epoch + 1) % slots; // (epoch - delta) mod (delta + 1)
      ids.forEach((id, sample) => {
        if (epoch < delta || written[id * slots + slot] !== epoch - delta) return;
        active[sample] = 1;
        const start = (id * slots + slot) * outputs;
        reference.set(table.subarray(start, start + outputs), sample * outputs);
      });
      return active.some((on) => on === 1) ? { reference, active, factor: lambda, temperature: tau } : undefined;
    };
    const record = (ids: readonly number[], epoch: number, outputs: Vector): void => {
      const width = outputs.length / ids.length;
      grow(ids.reduce((highest, id) => Math.max(highest, id), 0) + 1, width);
      ids.forEach((id, sample) => {
        const index = id * slots + (epoch % slots);
        state.vectors.table.set(outputs.subarray(sample * width, (sample + 1) * width), index * width);
        state.vectors.written[index] = epoch;
      });
    };
    return {
      state,
      estimate: async (step) => {
        const { epoch } = step.clock;
        const ids = step.sampleIds();
        const consistency = isActive(step.clock, window) && lambda > 0 ? referenceOf(ids, epoch) : undefined;
        const gradient = step.scratch('gradient');
        const options = { withOutputs: true, ...(consistency && { consistency }) } as const;
        const { loss, norm, outputs } = await step.evaluate(step.weights, gradient, options);
        if (!outputs) throw missingAbility('returns the outputs with the loss');
        const commit = (): void => record(ids, epoch, outputs);
        return { gradient, norm, loss, lossAt: 'weights', perturbationNorm: 0, commit };
      },
    };
  },
});
