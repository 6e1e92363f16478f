/** Which settings were given as options. */
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';

/** Their paths in the configuration. */
export function pathsOfOptions(given: GivenOptions, options: readonly CliOption[]): ReadonlySet<string> {
  return new Set(options.flatMap(({ name, path }) => (name in given ? (path ?? []) : [])));
}
