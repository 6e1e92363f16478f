/**
 * How the radius of a perturbation changes over the epochs since it began (Step.perturbedClock). Functions of the epoch: nothing
 * to store, nothing to resume.
 */

/** Falls by gamma every `lambda` epochs: gamma ^ floor(epoch / lambda), or smoothly, gamma ^ (epoch / lambda). */
export function decayFactor(
  epoch: number,
  { gamma, lambda, smooth = false }: { gamma: number; lambda: number; smooth?: boolean },
): number {
  return gamma ** (smooth ? epoch / lambda : Math.floor(epoch / lambda));
}

export const rhoSchedules = ['step', 'none', 'cosine', 'inverse-root'] as const;

/**
 * Factor of rho in an epoch of `epochs`, both counted from the first that is perturbed.
 *
 *     step:          gamma ^ floor(epoch / lambda), or smoothly
 *     none:          1
 *     cosine:        (1 + cos(pi * epoch / epochs)) / 2
 *     inverse-root:  1 / sqrt(1 + epoch / lambda)
 */
export function rhoFactor(
  schedule: (typeof rhoSchedules)[number],
  { epoch, epochs }: { readonly epoch: number; readonly epochs: number },
  options: { readonly gamma: number; readonly lambda: number; readonly smooth?: boolean },
): number {
  switch (schedule) {
    case 'step':
      return decayFactor(epoch, options);
    case 'none':
      return 1;
    case 'cosine':
      return (1 + Math.cos((Math.PI * epoch) / epochs)) / 2;
    case 'inverse-root':
      return 1 / Math.sqrt(1 + epoch / options.lambda);
  }
}

/**
 * The authors' schedule: every lambda epochs the radius of the epochs before is multiplied by gamma ^ (epoch / lambda),
 * so the exponents add up: gamma ^ (m (m + 1) / 2) with m = floor(epoch / lambda). With gamma 1/2: 1, 1/2, 1/8, 1/64.
 */
export function compoundedDecayFactor(epoch: number, { gamma, lambda }: { gamma: number; lambda: number }): number {
  const times = Math.floor(epoch / lambda);
  return gamma ** ((times * (times + 1)) / 2);
}
