/**
 * Disagreement of one network with itself under dropout. The prediction stays that of the whole network; the passes say how far it may be off.
 * Source: Gal and Ghahramani 2016, arXiv 1506.02142.
 */
import type { UncertaintyMethod } from './method.ts';

export const dropout: UncertaintyMethod = {
  name: 'dropout',
  summary: 'disagreement of 20 forward passes with dropout, of a model that was trained with it',
  unsupportedReason({ members = 1, dropout: rate }) {
    if (members > 1) return 'the model file holds an ensemble, whose members disagree already';
    return rate > 0 ? undefined : 'the model was trained without dropout';
  },
  hasOutput: true,
  dropoutPasses: 20,
};
