/**
 * AdamW: Adam whose weight decay is kept apart from the gradient, w <- w * (1 - learningRate * weightDecay), before the
 * step, as in the paper; `decayOrder: after` shrinks after it, as the code of Momentum-SAM does (MSAM asks for that itself).
 */
import { z } from 'zod';
import { defineRule } from '../definition.ts';
import { adamHyperparameters } from './adam.ts';
import { adamRule } from './adam-update.ts';

export const adamw = defineRule({
  name: 'adamw',
  title: 'AdamW',
  summary: 'Adam with decoupled weight decay.',
  guidance: 'Instead of Adam when you use weight decay.',
  citation: { paper: 'Loshchilov and Hutter 2019, "Decoupled weight decay regularization"', arxiv: '1711.05101' },
  hyperparameters: z.strictObject({
    ...adamHyperparameters,
    weightDecay: z.number().min(0).default(1e-2).describe('weights shrink by learningRate * weightDecay a step'),
    decayOrder: z.enum(['before', 'after']).default('before').describe('shrink the weights before or after the step'),
  }),
  preconditions: true,
  onDevice: () => true,
  memory: ({ amsgrad }) => (amsgrad ? 3 : 2),
  create: ({ weightDecay, decayOrder, ...options }, { allocate }) => {
    const shrinkAt = (learningRate: number): number => 1 - learningRate * weightDecay;
    const before = (rate: number) => ({ coupledDecay: 0, shrinkBefore: shrinkAt(rate), shrinkAfter: 1 });
    const after = (rate: number) => ({ coupledDecay: 0, shrinkBefore: 1, shrinkAfter: shrinkAt(rate) });
    return adamRule({ ...options, decay: decayOrder === 'before' ? before : after, lateDecay: after }, allocate);
  },
});
