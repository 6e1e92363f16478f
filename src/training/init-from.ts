/**
 * Weights of another run as the start of a training: parameters are matched by name and shape. Heads are left out, since they
 * belong to the tasks they were trained on.
 */

import type { ParameterLayout, Vector } from '../base/index.ts';
import type { InitializationReport } from '../runs/index.ts';

export interface NamedWeights<V extends Vector = Vector> {
  readonly layout: ParameterLayout;
  readonly weights: V;
}

/** What every model calls the maps after its readout. */
const headPrefix = 'head.';

/** Copies into `target.weights` what `source` has of the same name and shape. */
export function initializeFrom(
  target: NamedWeights,
  source: NamedWeights,
  isExcluded: (name: string) => boolean = (name) => name.startsWith(headPrefix),
): InitializationReport {
  const loaded: string[] = [];
  const missing: string[] = [];
  const excluded: string[] = [];
  const misshapen: { name: string; expected: readonly number[]; found: readonly number[] }[] = [];
  for (const { name, shape } of target.layout.entries) {
    if (isExcluded(name)) excluded.push(name);
    else if (!source.layout.has(name)) missing.push(name);
    else {
      const found = source.layout.entry(name).shape;
      if (found.join() === shape.join()) {
        target.layout.view(target.weights, name).set(source.layout.view(source.weights, name));
        loaded.push(name);
      } else misshapen.push({ name, expected: shape, found });
    }
  }
  const unused = source.layout.entries.map(({ name }) => name).filter((name) => !target.layout.has(name));
  return { loaded, missing, misshapen, excluded, unused };
}
