/** All optimizers by name: base rules that stand alone, and methods that sit on one. A new one is a line here. */
import { register } from '../base/index.ts';
import type { MethodDefinition, RuleDefinition } from './definition.ts';
import { aeSam } from './family/ae-sam.ts';
import { arwp } from './family/arwp.ts';
import { asam } from './family/asam.ts';
import { crSam } from './family/cr-sam.ts';
import { esam } from './family/esam.ts';
import { fSam } from './family/f-sam.ts';
import { fgsam } from './family/fgsam.ts';
import { fgsamPlus } from './family/fgsam-plus.ts';
import { gnm } from './family/gnm.ts';
import { graphSam } from './family/graphsam.ts';
import { gsam } from './family/gsam.ts';
import { lookSam } from './family/looksam.ts';
import { mArwp } from './family/m-arwp.ts';
import { mesa } from './family/mesa.ts';
import { msam } from './family/msam.ts';
import { pugd } from './family/pugd.ts';
import { rst } from './family/rst.ts';
import { rwp } from './family/rwp.ts';
import { saf } from './family/saf.ts';
import { sam } from './family/sam.ts';
import { adam } from './rules/adam.ts';
import { adamomentum } from './rules/adamomentum.ts';
import { adamw } from './rules/adamw.ts';
import { ivon } from './rules/ivon.ts';
import { sgd } from './rules/sgd.ts';

export const ruleDefinitions: readonly RuleDefinition[] = [sgd, adam, adamw, adamomentum, ivon];

export const methodDefinitions: readonly MethodDefinition[] = [
  graphSam,
  sam,
  asam,
  aeSam,
  rst,
  lookSam,
  esam,
  gsam,
  fSam,
  crSam,
  msam,
  pugd,
  rwp,
  arwp,
  mArwp,
  gnm,
  saf,
  mesa,
  fgsam,
  fgsamPlus,
];

export const optimizerDefinitions: readonly (RuleDefinition | MethodDefinition)[] = [
  ...methodDefinitions,
  ...ruleDefinitions,
];

export const optimizerNames: readonly string[] = optimizerDefinitions.map(({ name }) => name);

/** What methods can sit on. */
export const baseRuleNames: readonly string[] = ruleDefinitions.filter(canServe).map(({ name }) => name);

function canServe({ standsAlone }: RuleDefinition): boolean {
  return !standsAlone;
}

/** For plugins. Throws ConfigError if the name is taken. */
export function registerOptimizer(definition: RuleDefinition | MethodDefinition): void {
  const isKnown = optimizerDefinitions.includes(definition);
  register('optimizer', optimizerDefinitions, definition);
  if (isKnown) return;
  if (definition.kind === 'rule') {
    register('base rule', ruleDefinitions, definition);
    if (canServe(definition)) (baseRuleNames as string[]).push(definition.name);
  }
  if (definition.kind === 'method') register('method', methodDefinitions, definition);
  (optimizerNames as string[]).push(definition.name);
}
