/**
 * Disagreement of models that were trained apart, or whose weights were drawn from a learned distribution.
 * Source: Lakshminarayanan et al. 2017, arXiv 1612.01474; Shen et al. 2024, arXiv 2402.17641.
 */
import type { UncertaintyMethod } from './method.ts';

export const ensemble: UncertaintyMethod = {
  name: 'ensemble',
  summary: 'disagreement of the models of an ensemble',
  unsupportedReason: ({ members = 1 }) => (members < 2 ? 'the model file holds one model, and no ensemble' : undefined),
  hasOutput: true,
  dropoutPasses: 0,
};
