/** A model as a device runs it best. */
import type { Model } from './model.ts';

/** Steps of a loop, on devices that write loops out: molecules of up to 96 atoms make 12 programs, and at most 7 steps are empty. */
const stepsMultiple = 8;

/** lacks: operators that the device has no kernel for. */
export function modelOnDevice(model: Model, { lacks }: { readonly lacks: readonly string[] }): Model {
  return lacks.includes('Scan') ? (model.withStepsIn?.(stepsMultiple) ?? model) : model;
}
