/** Which settings were given, as options or in the sections of a configuration file. */
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';

/** Paths in the configuration of what the options set. */
export function pathsOfOptions(given: GivenOptions, options: readonly CliOption[]): string[] {
  return options.flatMap(({ name, path }) => (name in given ? (path ?? []) : []));
}

/** Paths of all that stands in sections, whose keys may be spelled in several ways. */
export function pathsOfSections(sections: object, above = ''): string[] {
  return Object.entries(sections).flatMap(([key, value]) => {
    const path = `${above}${key.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isSection ? [path, ...pathsOfSections(value, `${path}.`)] : [asOption(path)];
  });
}

/** Options and searches know one hyper-parameter of a name, that of the method or that of the rule beneath it. */
function asOption(path: string): string {
  return path.replace(/^optimizer\.base\.hyperparameters\./, 'optimizer.hyperparameters.');
}
