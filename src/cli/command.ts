/** What a command is: options, examples and what it does. A new one is a file with such a definition and a line in commands.ts. */
import type { CliOption, OptionValue } from './option.ts';
import type { Output } from './output.ts';

export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  /** Longer text for the command's own help. */
  readonly description?: string;
  /** Positional arguments as help shows them, for instance `[TABLE]`; commander's syntax. */
  readonly arguments: readonly { readonly syntax: string; readonly help: string }[];
  readonly options: readonly CliOption[];
  /** Two to four commands to copy, each with what it does. */
  readonly examples: readonly { readonly command: string; readonly says: string }[];
  /** Returns the exit code. Errors are thrown. */
  run(input: CommandInput, output: Output): Promise<number>;
}

export interface CommandInput {
  readonly positional: readonly string[];
  /** Options that were given, by name, checked. */
  readonly given: GivenOptions;
}

export type GivenOptions = Readonly<Record<string, OptionValue>>;
