/** The options of `graphsam landscape`, and what they mean together. */
import {
  type Axis,
  type DirectionChoice,
  defaultIgnored,
  type LandscapeMode,
  landscapeSettingsSchema,
  parseAxis,
  rolesOf,
} from '../analysis/index.ts';
import { ConfigError, setting } from '../base/index.ts';
import { commandSettings } from './setting-options.ts';

export const landscapeCommand = commandSettings('landscape', landscapeSettingsSchema);
export type LandscapeSettings = ReturnType<typeof landscapeCommand.read>;
type Directions = LandscapeSettings['landscape'];

/** Throws ConfigError for modes and options that do not go together. */
export function modeOf({ through, trajectory, ...random }: Directions): LandscapeMode {
  const isRandom = random.normalization !== undefined || random.ignore !== undefined || random.surface;
  const chosen: LandscapeMode[] = [
    ...(through ? ['through' as const] : []),
    ...(trajectory ? ['trajectory' as const] : []),
  ];
  const [mode = 'around'] = chosen;
  if (chosen.length > 1) {
    throw new ConfigError({
      code: 'contradicting-settings',
      path: ['landscape', 'through'],
      what: `${setting('landscape.through')} and ${setting('landscape.trajectory')} are both given`,
      advice: 'Choose one.',
    });
  }
  if (mode === 'around' || !isRandom) return mode;
  const given = setting(`landscape.${mode}`);
  const others = ['normalization', 'ignore', 'surface'].map((name) => setting(`landscape.${name}`));
  throw new ConfigError({
    code: 'contradicting-settings',
    path: ['landscape', mode],
    what: `${others.join(', ')} are of random directions, and ${given} has directions of its own`,
    advice: `Leave them out, or leave out ${given}.`,
  });
}

export function axisOf(text: string | undefined, name: 'x' | 'y'): Axis | undefined {
  return text === undefined ? undefined : parseAxis(text, `--${name}`);
}

export function directionOf({ normalization = 'filter', ignore, seed }: Directions): DirectionChoice {
  return { normalization, ignore: ignoredOf(ignore), seed };
}

/** `bias,norm`; `none` for nothing. Throws ConfigError for a name that is not known. */
function ignoredOf(text: string | undefined): readonly string[] {
  if (text === undefined) return defaultIgnored;
  const names = text.split(',').map((name) => name.trim());
  if (names.join() === 'none') return [];
  for (const name of names) rolesOf(name);
  return names;
}
