/** `graphsam optimizers`: the registry, printed. */
import { unknownName } from '../base/index.ts';
import { describeOptions, kebabCase, type OptionDescription } from '../config/index.ts';
import {
  type Ablation,
  ablations,
  type MethodDefinition,
  optimizerDefinitions,
  optimizerNames,
  type RuleDefinition,
} from '../optim/index.ts';
import type { CommandDefinition } from './command.ts';
import { wrap } from './format.ts';

type Definition = MethodDefinition | RuleDefinition;

export const optimizers: CommandDefinition = {
  name: 'optimizers',
  summary: 'list the optimizers with their hyper-parameters',
  arguments: [{ syntax: '[NAME...]', help: 'only these' }],
  options: [],
  examples: [
    { command: 'graphsam optimizers', says: 'what each does and costs' },
    { command: 'graphsam optimizers graphsam sam', says: 'two of them' },
    { command: 'graphsam optimizers --json', says: 'the same for a program: one object an optimizer' },
  ],
  async run({ positional }, output) {
    const known = [...optimizerNames, ...ablations.map(({ name }) => name)];
    const unknown = positional.find((name) => !known.includes(name));
    if (unknown !== undefined) throw unknownName('optimizer', unknown, known);
    const isChosen = ({ name }: { readonly name: string }): boolean =>
      positional.length === 0 || positional.includes(name);
    for (const definition of optimizerDefinitions.filter(isChosen)) {
      output.result(`${describe(definition)}\n`, recordOf(definition));
    }
    for (const ablation of ablations.filter(isChosen)) {
      output.result(describeAblation(ablation), { kind: 'ablation', ...ablation });
    }
    return 0;
  },
};

/** Name, what it stands for, and what is different. */
function describeAblation({ name, summary, optimizer, hyperparameters }: Ablation): string {
  const options = Object.entries(hyperparameters).map(([option, value]) => `--${kebabCase(option)} ${value}`);
  return [`${name} (--optimizer ${optimizer} ${options.join(' ')})`, wrap(summary, '  ')].join('\n');
}

function describe(definition: Definition): string {
  const { name, title, summary, guidance, citation } = definition;
  return [
    `${name} (${title})`,
    wrap(summary, '  '),
    wrap(`when: ${guidance}`, '  '),
    `  cost: ${costOf(definition)}`,
    ...optionsOf(definition).flatMap((option) => describeOption(option)),
    wrap(`source: ${citation.paper}, arXiv ${citation.arxiv}`, '  '),
  ].join('\n');
}

function describeOption(option: OptionDescription): string[] {
  const names = [option.name, ...option.aliases].map((name) => `--${kebabCase(name)}`).join(', ');
  const standard = option.default === undefined ? '' : `default ${option.default}, `;
  return [
    `  ${names}  (${standard}${option.range})`,
    ...(option.description ? [wrap(option.description, '      ')] : []),
  ];
}

/** Steps an epoch for which averages over an epoch are given. */
const exampleSteps = 100;

function costOf(definition: Definition): string {
  if (definition.kind === 'rule') {
    return `1 evaluation a step, ${vectors(definition.memory(definition.hyperparameters.parse({})))} of state`;
  }
  const hyperparameters = definition.hyperparameters.parse({});
  const { full, cheap, forward } = definition.evaluations(hyperparameters, exampleSteps);
  const parts = [
    `${Number(full.toFixed(2))} evaluations a step (epochs of ${exampleSteps} steps)`,
    ...(cheap > 0 ? [`${Number(cheap.toFixed(2))} without mixing`] : []),
    ...(forward > 0 ? [`${Number(forward.toFixed(2))} forward only`] : []),
  ];
  const { persistent, other } = definition.memory(hyperparameters);
  return [...parts, `${vectors(persistent)} of state beside the base rule's`, ...(other ? [other] : [])].join(', ');
}

function vectors(count: number): string {
  return `${count} ${count === 1 ? 'vector' : 'vectors'}`;
}

function optionsOf({ hyperparameters, aliases }: Definition): OptionDescription[] {
  return describeOptions(hyperparameters, aliases);
}

function recordOf(definition: Definition): { kind: string } & Record<string, unknown> {
  const { kind, name, title, summary, guidance, citation } = definition;
  const cost = costOf(definition);
  return {
    kind: 'optimizer',
    name,
    title,
    is: kind,
    summary,
    guidance,
    cost,
    citation,
    options: optionsOf(definition),
  };
}
