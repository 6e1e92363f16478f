/**
 * MSAM, Momentum-SAM: SAM without a second evaluation, perturbed along the base rule's momentum v (its first moment
 * with Adam).
 *
 *     x = w - rho * v / (||v|| + tiny)        (x = w while v = 0)
 *     the base rule gets dL(x), and moves w
 *
 * `precondition`: v divided by the root of the second moment, the direction of Adam's own step (arXiv 2502.02407).
 *
 * `lossBudget`: a radius by the rise of the loss (loss-budget.ts), for which the length of the gradient of the step before
 * stands in.
 *
 * The sign is that of the descent step, ahead along the momentum, on purpose, as in the authors' code. That code stores
 * x between steps; here the weights are always w, the ones to predict with, and x exists only inside a step, which
 * gives the same numbers. As in that code, decay that is part of the gradient (SGD, Adam) is taken at x: the base rule takes
 * it at w, so the gradient gets that of x - w. AdamW shrinks after its step.
 * Source: Becker et al. 2024, arXiv 2401.12033; MarlonBecker/MSAM.
 */
import { z } from 'zod';
import { addScaled, ConfigError } from '../../base/index.ts';
import { type ChosenRule, defineMethod } from '../definition.ts';
import { annealFrom, checkBudget, lossBudget, radiusOf } from './loss-budget.ts';
import { precondition, rho, tiny } from './shared.ts';

export const msam = defineMethod({
  name: 'msam',
  title: 'MSAM',
  summary: 'SAM that perturbs along the momentum, so one gradient per step is enough.',
  guidance: 'When no extra evaluation is affordable; rho is larger than for SAM.',
  citation: {
    paper: 'Becker et al. 2024, "Momentum-SAM: sharpness aware minimization without computational overhead"',
    arxiv: '2401.12033',
  },
  hyperparameters: z.strictObject({ rho: rho(0.3), precondition, lossBudget, annealFrom }),
  onDevice: () => true,
  reducesToBase: { rho: 0 },
  evaluations: () => ({ full: 1, cheap: 0, forward: 0 }),
  memory: ({ precondition }) => ({ persistent: 0, transient: precondition ? 2 : 1 }),
  needs: () => [],
  checkRule: ({ name, hyperparameters }) => {
    if (name === 'adam' || name === 'adamw') return;
    if (name === 'sgd' && hyperparameters.momentum !== 0 && hyperparameters.nesterov === false) return;
    const { momentum, nesterov } = hyperparameters;
    const so = name === 'sgd' ? ` with momentum ${momentum}, nesterov ${nesterov}` : '';
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['optimizer', 'base', 'name'],
      what: `msam cannot sit on ${name}${so}`,
      advice: 'It perturbs along a momentum: choose adam, adamw, or sgd with momentum above 0 and without nesterov.',
    });
  },
  check: checkBudget,
  create: ({ rho: longest, precondition = false, ...budget }, { rule }) => {
    const decay = decayInGradient(rule);
    // Without a radius it is the base rule, in whatever order that decays.
    const decaysAfter = longest > 0;
    const radius = radiusOf(budget);
    const scalars: { gradientNorm?: number } = budget.lossBudget === undefined ? {} : { gradientNorm: 0 };
    return {
      state: { vectors: {}, scalars: scalars as Record<string, number> },
      estimate: async (step) => {
        const momentum = step.environment.momentum!;
        const along =
          precondition && longest > 0
            ? await step.preconditioned(momentum)
            : { vector: momentum, length: await step.arithmetic.norm(momentum) };
        const { length } = along;
        const rho = radius(longest, slopeOf(scalars.gradientNorm), step.clock);
        const perturbs = rho > 0 && length > 0;
        const factor = perturbs ? -rho / (length + tiny) : 0;
        const at = step.perturbed(factor, along.vector);
        const gradient = step.scratch('gradient');
        const { loss, norm: gradientNorm } = await step.evaluate(at, gradient);
        if (decay > 0 && perturbs) {
          const vectors = { result: gradient, start: gradient, direction: along.vector };
          step.arithmetic.run(addScaled, vectors, { factor: decay * factor });
        }
        const commit = (): void => {
          if (scalars.gradientNorm !== undefined) scalars.gradientNorm = gradientNorm;
        };
        const lossAt = perturbs ? 'perturbed weights' : 'weights';
        return { gradient, loss, lossAt, rho, perturbationNorm: Math.abs(factor) * length, decaysAfter, commit };
      },
    };
  },
});

function decayInGradient({ name, hyperparameters }: ChosenRule): number {
  return name === 'adamw' ? 0 : (hyperparameters.weightDecay as number);
}

/** Before there was a gradient nothing is known of the slope, and nothing is perturbed. */
const slopeOf = (gradientNorm: number | undefined): number => gradientNorm || Number.POSITIVE_INFINITY;
