/** Nothing is said. */
import type { UncertaintyMethod } from './method.ts';

export const none: UncertaintyMethod = {
  name: 'none',
  summary: 'no uncertainty',
  unsupportedReason: () => undefined,
  hasOutput: false,
  dropoutPasses: 0,
};
