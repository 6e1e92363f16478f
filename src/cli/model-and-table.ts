/** The two things that `predict` and `evaluate` are given: a trained model and a table, by position or by option. */
import { ConfigError } from '../base/index.ts';
import type { CommandInput } from './command.ts';
import type { CliOption } from './option.ts';

const group = 'Input:';

/** How a table of molecules is read, for every command that reads one without training. */
export function readingOptions(group: string): CliOption[] {
  return [
    {
      name: 'smiles-columns',
      path: 'data.smilesColumns',
      short: 's',
      aliases: ['smiles-column'],
      kind: 'texts',
      placeholder: 'COLUMN',
      group,
      default: 'found by name, then by content',
      help: 'column of the SMILES',
    },
    {
      name: 'no-header-row',
      path: 'data.header',
      sets: false,
      kind: 'flag',
      group,
      help: 'the file has no header row',
    },
  ];
}

export const modelAndTableOptions: readonly CliOption[] = [
  {
    name: 'model-paths',
    aliases: ['model-path', 'checkpoint'],
    kind: 'text',
    placeholder: 'RUN',
    group,
    help: 'run folder or model.onnx (the same as the first argument)',
  },
  {
    name: 'test-path',
    path: 'data.paths',
    short: 'i',
    aliases: ['data-path'],
    kind: 'text',
    placeholder: 'FILE',
    group,
    help: 'the table (the same as the second argument)',
  },
  {
    name: 'features-path',
    path: 'data.featuresPath',
    kind: 'text',
    placeholder: 'FILE',
    group,
    help: 'CSV of the features that the model was trained with, one row per row of the table',
  },
  {
    name: 'features-id-column',
    path: 'data.featuresIdColumn',
    kind: 'text',
    placeholder: 'COLUMN',
    group,
    help: 'id column, in the table and in the file of features, that joins their rows',
  },
  ...readingOptions(group),
];

export interface ModelAndTable {
  readonly model: string;
  readonly table: string;
}

export interface ModelAndMolecules {
  readonly model: string;
  /** A table; or SMILES, one or several. */
  readonly molecules: readonly string[];
}

/** As modelAndTable, for commands that take SMILES too. */
export function modelAndMolecules(input: CommandInput, command: string): ModelAndMolecules {
  const named = input.given['model-paths'] as string | undefined;
  const [first, ...others] = input.positional;
  const molecules = named === undefined ? others : input.positional;
  const model = named ?? first;
  if (model !== undefined && molecules.length > 1 && input.given['test-path'] === undefined)
    return { model, molecules };
  const { table, ...rest } = modelAndTable(input, command);
  return { ...rest, molecules: [table] };
}

/** Throws ConfigError if one of them is missing or named twice. */
export function modelAndTable({ positional, given }: CommandInput, command: string): ModelAndTable {
  const named = { model: given['model-paths'], table: given['test-path'] } as Partial<ModelAndTable>;
  const rest = [...positional];
  const model = named.model ?? rest.shift();
  const table = named.table ?? rest.shift();
  const usage = `graphsam ${command} RUN TABLE, for instance: graphsam ${command} runs/first molecules.csv`;
  if (rest.length > 0) {
    throw new ConfigError({
      code: 'unexpected-argument',
      what: `there is one argument too many: ${rest[0]}`,
      advice: `Usage: ${usage}.`,
    });
  }
  if (model !== undefined && table !== undefined) return { model, table };
  const missing = model === undefined ? 'the run folder or model.onnx' : 'the table of molecules';
  throw new ConfigError({ code: 'missing-argument', what: `${missing} is missing`, advice: `Usage: ${usage}.` });
}
