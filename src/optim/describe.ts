/** The registry as plain data, for help texts, documentation and pages. */

import { describeOptions, type OptionDescription } from '../config/index.ts';
import type { Citation, Memory, Need } from './definition.ts';
import { optimizerDefinitions } from './registry.ts';
import type { EvaluationCounts } from './step.ts';

export interface OptimizerDescription {
  readonly name: string;
  readonly title: string;
  readonly kind: 'rule' | 'method';
  /** A rule that no method can sit on. */
  readonly standsAlone?: boolean;
  readonly summary: string;
  readonly guidance: string;
  readonly citation: Citation;
  readonly hyperparameters: readonly OptionDescription[];
  /** With default hyper-parameters, on average over an epoch of stepsPerEpoch steps. */
  readonly evaluations: EvaluationCounts;
  /** With default hyper-parameters; of a method without its base rule. */
  readonly memory: Memory;
  readonly needs: readonly Need[];
}

export function describeOptimizers(stepsPerEpoch = 50): OptimizerDescription[] {
  return optimizerDefinitions.map((definition) => {
    const { name, title, kind, summary, guidance, citation, aliases } = definition;
    const defaults = definition.hyperparameters.parse({});
    const common = { name, title, kind, summary, guidance, citation };
    const hyperparameters = describeOptions(definition.hyperparameters, aliases);
    if (definition.kind === 'rule') {
      const memory = { persistent: definition.memory(defaults), transient: definition.transient ?? 0 };
      const { standsAlone = false } = definition;
      return {
        ...common,
        standsAlone,
        hyperparameters,
        memory,
        evaluations: { full: 1, cheap: 0, forward: 0 },
        needs: [],
      };
    }
    return {
      ...common,
      hyperparameters,
      evaluations: definition.evaluations(defaults, stepsPerEpoch),
      memory: definition.memory(defaults),
      needs: definition.needs(defaults),
    };
  });
}

/** For instance `1.02`, `1 + 1 cheap`, `1.5 + 2 forward`. */
export function evaluationsText({ full, cheap, forward }: EvaluationCounts): string {
  const number = (value: number): string => String(Math.round(value * 100) / 100);
  const parts = [
    full > 0 && number(full),
    cheap > 0 && `${number(cheap)} cheap`,
    forward > 0 && `${number(forward)} forward`,
  ];
  return parts.filter(Boolean).join(' + ');
}

/** For instance `1 kept + 2 scratch`. */
export function memoryText({ persistent, transient, other }: Memory): string {
  const parts = [persistent > 0 && `${persistent} kept`, transient > 0 && `${transient} scratch`, other];
  return parts.filter(Boolean).join(' + ') || 'none';
}
