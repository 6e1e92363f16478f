/** The two things that `predict` and `evaluate` are given: a trained model and a table, by position or by option. */
import { statSync } from 'node:fs';
import { ConfigError } from '../base/index.ts';
import type { CommandInput, GivenOptions } from './command.ts';
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
    kind: 'texts',
    placeholder: 'RUN',
    group,
    help: 'run folder, packed as zip or not, or model.onnx (the same as the first argument); several predict together',
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

/** What was given of how the table and the features of its rows are read. */
export function readingOf(given: GivenOptions): {
  readonly featuresPath: string | undefined;
  readonly featuresIdColumn: string | undefined;
  readonly smilesColumns: readonly string[] | undefined;
  readonly header: boolean;
} {
  return {
    featuresPath: given['features-path'] as string | undefined,
    featuresIdColumn: given['features-id-column'] as string | undefined,
    smilesColumns: given['smiles-columns'] as readonly string[] | undefined,
    header: given['no-header-row'] !== true,
  };
}

export interface ModelsAndMolecules {
  /** One or more. */
  readonly models: readonly string[];
  /** A table; or SMILES, one or several. */
  readonly molecules: readonly string[];
}

/**
 * By position, what is a folder or a model file is a model, and the first in any case. Throws ConfigError if models or molecules are missing
 * or named twice.
 */
export function modelsAndMolecules({ positional, given }: CommandInput, command: string): ModelsAndMolecules {
  const named = given['model-paths'] as readonly string[] | undefined;
  const table = given['test-path'] as string | undefined;
  const isModel = (text: string, at: number): boolean => at === 0 || /\.(onnx|zip)$/i.test(text) || isFolder(text);
  const end = named ? 0 : positional.findIndex((text, at) => !isModel(text, at));
  const count = end < 0 ? positional.length : end;
  const models = named ?? positional.slice(0, count);
  const rest = positional.slice(count);
  const usage = `graphsam ${command} RUN TABLE, for instance: graphsam ${command} runs/first molecules.csv`;
  if (table !== undefined && rest.length > 0) throw tooMany(rest[0]!, usage);
  const molecules = table === undefined ? rest : [table];
  if (models.length > 0 && molecules.length > 0) return { models, molecules };
  const missing = models.length === 0 ? 'the run folder or model.onnx' : 'the table of molecules';
  throw new ConfigError({ code: 'missing-argument', what: `${missing} is missing`, advice: `Usage: ${usage}.` });
}

export interface ModelsAndTable {
  readonly models: readonly string[];
  readonly table: string;
}

/** The same for commands that read a table and nothing else. */
export function modelsAndTable(input: CommandInput, command: string): ModelsAndTable {
  const { models, molecules } = modelsAndMolecules(input, command);
  const [table, further] = molecules as [string, string?];
  if (further === undefined) return { models, table };
  throw tooMany(further, `graphsam ${command} RUN TABLE, for instance: graphsam ${command} runs/first molecules.csv`);
}

/** For commands that look at one model. */
export function modelAndMolecules(
  input: CommandInput,
  command: string,
): { readonly model: string; readonly molecules: readonly string[] } {
  const { models, molecules } = modelsAndMolecules(input, command);
  return { model: oneModel(models, command), molecules };
}

export function modelAndTable(
  input: CommandInput,
  command: string,
): { readonly model: string; readonly table: string } {
  const { models, table } = modelsAndTable(input, command);
  return { model: oneModel(models, command), table };
}

function oneModel(models: readonly string[], command: string): string {
  const [model, further] = models as [string, string?];
  if (further === undefined) return model;
  throw tooMany(further, `graphsam ${command} RUN TABLE: one model`);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function tooMany(argument: string, usage: string): ConfigError {
  return new ConfigError({
    code: 'unexpected-argument',
    what: `there is one argument too many: ${argument}`,
    advice: `Usage: ${usage}.`,
  });
}
