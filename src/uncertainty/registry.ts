/** The ways to say how far a prediction may be off, by name; where a model can do several, the first is its own. */
import { unknownName } from '../base/index.ts';
import { dropout } from './dropout.ts';
import { ensemble } from './ensemble.ts';
import { meanVariance } from './mean-variance.ts';
import type { KnownModel, UncertaintyMethod } from './method.ts';
import { none } from './none.ts';

const uncertaintyMethods: readonly UncertaintyMethod[] = [ensemble, meanVariance, dropout, none];
export const uncertaintyNames: readonly string[] = uncertaintyMethods.map(({ name }) => name);

/** Throws ConfigError for an unknown name. */
export function findUncertainty(name: string): UncertaintyMethod {
  const found = uncertaintyMethods.find((method) => method.name === name);
  if (!found) throw unknownName('uncertainty method', name, uncertaintyNames);
  return found;
}

/** What a model says without being asked: nothing that costs further passes. */
export function ownUncertainty(model: KnownModel): UncertaintyMethod {
  return uncertaintyMethods.find((method) => method.dropoutPasses === 0 && !method.unsupportedReason(model)) ?? none;
}
