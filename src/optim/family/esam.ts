/**
 * ESAM: SAM at less cost, by perturbing a random part of the tensors and by taking the second gradient on the samples
 * whose loss rises most.
 *
 *     g = dL(w), set to 0 on tensors outside the active set A;   p = (rho / betaKeep) * g / (||g|| + 1e-7)
 *     rise_i = l_i(w + p) - l_i(w)                  (losses of single samples)
 *     B+ = the floor(gammaSelect * n) samples of largest rise, at least 1; all if gammaSelect >= 0.99
 *     the base rule gets the gradient at w + p of the mean loss over B+
 *     at the end: draw r[l] uniform per tensor; l is in A at the next step if r[l] <= betaKeep     (at first all are)
 *
 * `selection: code` takes the samples strictly above the k-th largest rise, as the official code does: one fewer
 * without ties. A empty: p = 0, one evaluation on the whole batch. Source: Du et al. 2022, arXiv 2110.03141;
 * dydjw9/Efficient_SAM.
 */
import { z } from 'zod';
import { norm, RunError, type Vector } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { Step } from '../step.ts';
import { fraction, gradientAtWeights, rho, unperturbed } from './shared.ts';

const smallest = 1e-7;
const wholeBatch = 0.99;

interface Selection {
  readonly gammaSelect: number;
  readonly selection: 'topk' | 'code';
}

export const esam = defineMethod({
  name: 'esam',
  title: 'ESAM',
  summary:
    'SAM that perturbs a random half of the tensors and takes its second gradient on the samples whose loss rises most.',
  guidance:
    'When SAM helps and its second gradient shall go to the samples that need it. It costs about as much as SAM here: its two forward passes take what half a gradient saves; with dropout the second gradient is of the whole batch, and it costs more.',
  citation: {
    paper: 'Du et al. 2022, "Efficient sharpness-aware minimization for improved training of neural networks"',
    arxiv: '2110.03141',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    betaKeep: fraction.gt(0).default(0.5).describe('probability that a tensor is perturbed'),
    gammaSelect: fraction.gt(0).default(0.5).describe('fraction of the samples in the second gradient'),
    selection: z.enum(['topk', 'code']).default('topk').describe('k samples, or one fewer as the official code takes'),
  }),
  aliases: { beta: 'betaKeep', gamma: 'gammaSelect' },
  reducesToBase: { rho: 0 },
  evaluations: ({ gammaSelect }) => {
    const all = gammaSelect >= wholeBatch;
    return { full: 1 + (all ? 1 : gammaSelect), cheap: 0, forward: all ? 0 : 2 };
  },
  memory: () => ({ persistent: 0, transient: 1 }),
  needs: () => ['sampleLosses'],
  create: ({ rho, betaKeep, ...selection }, { layout }) => {
    const tensors = layout.entries.length;
    /** 1 for a tensor that is perturbed at the next step. */
    const state = { vectors: {}, scalars: { active: new Array<number>(tensors).fill(1) } };
    const redraw = (step: Step): void => {
      state.scalars.active = Array.from({ length: tensors }, () => (step.noise.uniform() <= betaKeep ? 1 : 0));
    };
    return {
      state,
      estimate: async (step) => {
        const first = await gradientAtWeights(step, 'gradient');
        const { gradient } = first;
        const commit = (): void => redraw(step);
        if (rho === 0 || first.norm === 0) return { ...unperturbed(step, first, rho), commit };
        const at = activePerturbation(step, gradient, rho / betaKeep, state.scalars.active);
        if (!at) return { ...unperturbed(step, first, rho), commit };
        const chosen = await samplesOfLargestRise(step, at.weights, first.sampleLosses, selection);
        const share = chosen ? chosen.samples.length / chosen.of : 1;
        const second = await step.evaluate(at.weights, gradient, chosen ? { samples: chosen.samples } : {}, share);
        const { loss } = first;
        return { gradient, norm: second.norm, loss, lossAt: 'weights', rho, perturbationNorm: at.norm, commit };
      },
    };
  },
});

/** Perturbed weights, from the gradient of the active tensors only; none if that gradient is zero. */
function activePerturbation(
  step: Step,
  gradient: Vector,
  radius: number,
  active: readonly number[],
): { readonly weights: Vector; readonly norm: number } | undefined {
  const direction = step.scratch('perturbed');
  direction.set(gradient);
  for (const [index, { offset, size }] of step.layout.entries.entries()) {
    if (!active[index]) direction.fill(0, offset, offset + size);
  }
  const length = norm(direction);
  if (length === 0) return undefined;
  const factor = radius / (length + smallest);
  return { weights: step.perturbed(factor, direction), norm: factor * length };
}

/** Positions in the batch; none if the whole batch is taken. */
async function samplesOfLargestRise(
  step: Step,
  perturbed: Vector,
  known: Vector | undefined,
  { gammaSelect, selection }: Selection,
): Promise<{ readonly samples: readonly number[]; readonly of: number } | undefined> {
  if (gammaSelect >= wholeBatch) return undefined;
  const before = known ?? (await step.sampleLosses(step.weights));
  const after = await step.sampleLosses(perturbed);
  const rises = Array.from(after, (loss, sample) => loss - before[sample]!);
  if (rises.some(Number.isNaN))
    throw new RunError({ code: 'not-finite', what: 'the loss of a single sample is not a number' });
  const order = rises.map((_, sample) => sample).sort((left, right) => rises[right]! - rises[left]! || left - right);
  const count = Math.max(1, Math.floor(gammaSelect * rises.length));
  const threshold = rises[order[count - 1]!]!;
  const above = order.filter((sample) => rises[sample]! > threshold);
  const samples = selection === 'code' && above.length > 0 ? above : order.slice(0, count);
  return { samples: samples.sort((left, right) => left - right), of: rises.length };
}
