/** Nothing is said. */
import type { UncertaintyMethod } from './method.ts';

export const none: UncertaintyMethod = {
  name: 'none',
  summary: 'no uncertainty',
  lacking: () => undefined,
  says: false,
  dropoutPasses: 0,
};
