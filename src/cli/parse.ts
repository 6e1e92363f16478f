/** From arguments to a command with checked options; commander reads and prints the help, its errors become ours. */
import { Command, CommanderError, Option } from 'commander';
import { ConfigError, unknownName, version } from '../base/index.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { commands } from './commands.ts';
import { type CliOption, flagsOf, isPlural, type OptionValue, valueFromText } from './option.ts';
import { withUsualSpelling } from './spelling.ts';

export interface ParsedCommand {
  readonly command: CommandDefinition;
  readonly input: CommandInput;
}

/**
 * The command that the arguments call; undefined if help or the version was asked for and printed.
 * Throws ConfigError for an unknown command or option, naming the nearest, and for values that are not what the option takes.
 */
export async function parseArguments(args: readonly string[]): Promise<ParsedCommand | undefined> {
  const [first = '--help', ...rest] = args;
  if (first === '--version' || first === '-V') return show(`${version}\n`);
  if (first === 'help' && rest[0] !== undefined) return parseArguments([rest[0], '--help']);
  if (first === '--help' || first === '-h' || first === 'help') return show(overview());
  const entry = commands.find(({ name, aliases }) => name === first || aliases.includes(first));
  if (!entry) throw unknownCommand(first);
  // First: what a command's options may be depends on them.
  await loadPluginsOf(rest);
  return parseCommand(await entry.load(), rest);
}

/** Loads the plugins of GRAPHSAM_PLUGINS and those that the arguments name. */
async function loadPluginsOf(args: readonly string[]): Promise<void> {
  const named = args.flatMap((arg, index) => {
    return (arg === '--plugin' ? args[index + 1] : /^--plugin=(.+)$/s.exec(arg)?.[1]) ?? [];
  });
  if (named.length === 0 && !process.env.GRAPHSAM_PLUGINS) return;
  // Imported only here: plugins bring models and optimizers, and help must be there at once.
  const { loadInheritedPlugins, loadPlugin } = await import('../plugins/index.node.ts');
  await loadInheritedPlugins();
  for (const specifier of named) await loadPlugin(specifier);
}

/** Reads the arguments after the command's name. */
export async function parseCommand(
  definition: CommandDefinition,
  args: readonly string[],
): Promise<ParsedCommand | undefined> {
  // Only now: made from schemas, which the overview and the version do without.
  const { outputSettings } = await import('./output-settings.ts');
  const options = [...definition.options, ...outputSettings.options];
  const program = commanderOf(definition, options);
  try {
    program.parse(withUsualSpelling(args, options), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw asConfigError(error, definition, options);
  }
  return { command: definition, input: { positional: program.args, given: givenOptions(program, options) } };
}

function givenOptions(program: Command, options: readonly CliOption[]): Record<string, OptionValue> {
  const given: Record<string, OptionValue> = {};
  for (const option of options) {
    const attribute = commanderOption(option).attributeName();
    if (program.getOptionValueSource(attribute) !== 'cli') continue;
    given[option.name] = valueFromText(option, program.getOptionValue(attribute));
  }
  return given;
}

function show(text: string): undefined {
  process.stdout.write(text);
}

function commanderOf(definition: CommandDefinition, options: readonly CliOption[]): Command {
  const program = new Command(`graphsam ${definition.name}`)
    .description(definition.description ?? definition.summary)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .helpOption('-h, --help', 'show this')
    .version(version, '--version', 'show the version');
  for (const { syntax, help } of definition.arguments) program.argument(syntax, help);
  for (const option of options) program.addOption(commanderOption(option));
  const examples = definition.examples.map(({ command, says }) => `  ${command}\n      ${says}`);
  return program.addHelpText('after', `\nExamples:\n${examples.join('\n')}\n`);
}

function commanderOption(option: CliOption): Option {
  const others = (option.aliases ?? []).map((alias) => `--${alias}`);
  const choices = option.choices ? ` (${option.choices.join(' | ')})` : '';
  const also = others.length > 0 ? ` [also ${others.join(', ')}]` : '';
  const standard = option.default === undefined ? '' : ` (default: ${option.default})`;
  const made = new Option(flagsOf(option), `${option.help}${choices}${standard}${also}`).helpGroup(option.group);
  return option.hidden ? made.hideHelp() : made;
}

function asConfigError(
  error: CommanderError,
  definition: CommandDefinition,
  options: readonly CliOption[],
): ConfigError {
  const [, quoted = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const where = `graphsam ${definition.name}`;
  const help = `See ${where} --help.`;
  switch (error.code) {
    case 'commander.unknownOption':
      return unknownOption(quoted, where, options);
    case 'commander.optionMissingArgument': {
      const option = options.find((candidate) => quoted.includes(`--${candidate.name} `));
      const plural = option && isPlural(option.kind) ? 'values' : 'a value';
      return new ConfigError({
        code: 'missing-value',
        what: `${option ? `--${option.name}` : quoted} needs ${plural}`,
        where,
        advice: help,
      });
    }
    default:
      return new ConfigError({
        code: 'wrong-arguments',
        what: error.message.replace(/^error: /, '').replace(/\.$/, ''),
        where,
        advice: help,
      });
  }
}

function unknownOption(given: string, where: string, options: readonly CliOption[]): ConfigError {
  const known = options.filter(({ hidden }) => !hidden).flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  const plain = given.replace(/^--?/, '').replace(/=.*/s, '').replaceAll('_', '-');
  const [, nearest] = /Did you mean (\S+)\?/.exec(unknownName('option', plain, known).advice!) ?? [];
  const hint = nearest ? `Did you mean --${nearest}? ` : '';
  return new ConfigError({
    code: 'unknown-option',
    what: `unknown option ${given}`,
    where,
    advice: `${hint}See ${where} --help.`,
  });
}

function unknownCommand(name: string): ConfigError {
  const names = commands.map((command) => command.name);
  const looksLikeFile = /\.(csv|tsv|smi|sdf|txt)(\.gz)?$/i.test(name);
  if (!looksLikeFile) return unknownName('command', name, names);
  return new ConfigError({
    code: 'unknown-command',
    what: `expected a command and received the file ${name}`,
    advice: `For instance: graphsam train ${name}. Commands: ${names.join(', ')}.`,
  });
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return `Usage: graphsam COMMAND [options]

Trains molecular graph transformers with sharpness-aware optimizers.

Commands:
${lines.join('\n')}

Options:
  -h, --help     show this; graphsam COMMAND --help shows a command's options
  --version      show the version

Examples:
  graphsam train --dataset medicines --epochs 5 -o runs/medicines
      train on the built-in table
  graphsam train molecules.csv -o runs/first
      train on a table of your own
  graphsam predict runs/first new-molecules.csv
      predict new molecules with it
`;
}
