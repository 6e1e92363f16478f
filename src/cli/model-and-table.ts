/** The two things that `predict` and `evaluate` are given: a trained model and a table, by position or by option. */
import { statSync } from 'node:fs';
import { ConfigError } from '../base/index.ts';

/** As the options say it. */
interface NamedData {
  readonly models?: readonly string[] | undefined;
  readonly paths?: string | undefined;
}

/** What was said of how a table and the features of its rows are read. */
interface Reading {
  readonly featuresPath?: string | undefined;
  readonly featuresIdColumn?: string | undefined;
  readonly smilesColumns?: readonly string[] | undefined;
  readonly header: boolean;
}

/** That alone, of all that was said of the data. */
export function readingOf({ featuresPath, featuresIdColumn, smilesColumns, header }: Reading): Reading {
  return { featuresPath, featuresIdColumn, smilesColumns, header };
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
export function modelsAndMolecules(
  positional: readonly string[],
  { models: named, paths: table }: NamedData,
  command: string,
): ModelsAndMolecules {
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
export function modelsAndTable(positional: readonly string[], named: NamedData, command: string): ModelsAndTable {
  const { models, molecules } = modelsAndMolecules(positional, named, command);
  const [table, further] = molecules as [string, string?];
  if (further === undefined) return { models, table };
  throw tooMany(further, `graphsam ${command} RUN TABLE, for instance: graphsam ${command} runs/first molecules.csv`);
}

/** For commands that look at one model. */
export function modelAndMolecules(
  positional: readonly string[],
  named: NamedData,
  command: string,
): { readonly model: string; readonly molecules: readonly string[] } {
  const { models, molecules } = modelsAndMolecules(positional, named, command);
  return { model: oneModel(models, command), molecules };
}

export function modelAndTable(
  positional: readonly string[],
  named: NamedData,
  command: string,
): { readonly model: string; readonly table: string } {
  const { models, table } = modelsAndTable(positional, named, command);
  return { model: oneModel(models, command), table };
}

function oneModel(models: readonly string[], command: string): string {
  const [model, further] = models as [string, string?];
  if (further === undefined) return model;
  throw new ConfigError({
    code: 'unexpected-argument',
    path: ['data', 'models'],
    what: `${models.length} models are named (${models.join(', ')}), and ${command} reads one at a time`,
    advice: `Usage: graphsam ${command} RUN TABLE, with one model.`,
  });
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
