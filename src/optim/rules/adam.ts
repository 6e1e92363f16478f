/** Adam, with coupled ("L2") weight decay and amsgrad as options; the formula stands in adam-update.ts. */
import { z } from 'zod';
import { defineRule } from '../definition.ts';
import { adamRule } from './adam-update.ts';

/** What Adam and AdamW have in common. */
export const adamHyperparameters = {
  beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the moving average of the gradient'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the moving average of its square'),
  epsilon: z.number().positive().default(1e-8).describe('added to the root of the second moment'),
  amsgrad: z.boolean().default(false).describe('divide by the largest second moment so far'),
};

export const adam = defineRule({
  name: 'adam',
  title: 'Adam',
  summary: 'Scales the step of each weight by moving averages of its gradient and squared gradient.',
  guidance: 'The default base optimizer, alone or with any method.',
  citation: { paper: 'Kingma and Ba 2015, "Adam: a method for stochastic optimization"', arxiv: '1412.6980' },
  hyperparameters: z.strictObject({
    ...adamHyperparameters,
    weightDecay: z.number().min(0).default(0).describe('added to the gradient as weightDecay * weights'),
  }),
  preconditions: true,
  onDevice: () => true,
  memory: ({ amsgrad }) => (amsgrad ? 3 : 2),
  create: ({ weightDecay, ...options }, { allocate }) => {
    const decay = { coupledDecay: weightDecay, shrinkBefore: 1, shrinkAfter: 1 };
    return adamRule({ ...options, decay: () => decay }, allocate);
  },
});
