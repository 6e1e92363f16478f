/**
 * The spellings that users know, brought to one: `--data_path` and `--data-path`, aliases such as `--save-dir`, and options
 * that may stand without their value (`--nesterov`, `--no-nesterov`, `--resume`).
 */
import type { CliOption } from './option.ts';

/** The arguments as commander is to see them. Everything after a lone `--`, and whatever is no long option, stays as it is. */
export function withUsualSpelling(args: readonly string[], options: readonly CliOption[]): string[] {
  const names = new Map<string, CliOption>();
  for (const option of options) for (const name of [option.name, ...(option.aliases ?? [])]) names.set(name, option);
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const spelled = args.slice(0, end).map((arg, index) => spell(arg, args[index + 1], names));
  return [...spelled, ...args.slice(end)];
}

function spell(arg: string, next: string | undefined, names: ReadonlyMap<string, CliOption>): string {
  const [, given, rest = ''] = /^--([^=]+)(=.*)?$/s.exec(arg) ?? [];
  if (given === undefined) return arg;
  const name = given.replaceAll('_', '-');
  const option = names.get(name);
  if (option) {
    const bare = rest === '' ? bareValue(option, next) : undefined;
    return `--${option.name}${bare === undefined ? rest : `=${bare}`}`;
  }
  const negated = name.startsWith('no-') ? names.get(name.slice(3)) : undefined;
  return negated?.kind === 'boolean' && rest === '' ? `--${negated.name}=false` : arg;
}

/** What the option means if the next argument is not its value; undefined if it is. */
function bareValue({ kind, bare }: CliOption, next: string | undefined): string | undefined {
  if (kind === 'boolean') return next === 'true' || next === 'false' ? undefined : 'true';
  return next === undefined || next.startsWith('-') ? bare : undefined;
}
