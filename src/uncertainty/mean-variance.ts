/** A variance that the network says with each value (src/tasks/mean-variance.ts). Source: Nix and Weigend 1994. */
import type { UncertaintyMethod } from './method.ts';

export const meanVariance: UncertaintyMethod = {
  name: 'mean-variance',
  summary: 'a variance that the network was trained to say (loss mean-variance)',
  unsupportedReason: ({ saysVariance }) =>
    saysVariance ? undefined : 'the model was not trained with the loss mean-variance, and says no variance',
  hasOutput: true,
  dropoutPasses: 0,
};
