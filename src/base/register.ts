/** Registries that plugins add to. */
import { ConfigError } from './errors.ts';

interface Named {
  readonly name: string;
  readonly aliases?: readonly string[] | object;
}

/**
 * Puts a thing behind those that are known by name. The very thing again changes nothing.
 * kind: for messages, for instance `model`. Throws ConfigError if another one has its name.
 */
export function register<Thing extends Named>(kind: string, known: readonly Thing[], thing: Thing): void {
  const same = known.find(({ name }) => name === thing.name);
  if (same === thing) return;
  if (same) {
    throw new ConfigError({
      code: 'name-taken',
      what: `there are two of the name ${thing.name}, ${kind}s both`,
      advice: 'Give the one that comes from a plugin another name.',
    });
  }
  (known as Thing[]).push(thing);
}
