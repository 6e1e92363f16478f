/**
 * Settings of all models as options, made from the models' own schemas. Models share names (width, dropout ...); whether the
 * chosen model has a setting, and takes the value, is checked with the configuration.
 */

import { describeOptions, kebabCase } from '../config/index.ts';
import { models } from '../models/index.ts';
import type { CliOption } from './option.ts';

const kinds = { number: 'number', integer: 'integer', boolean: 'boolean', choice: 'text' } as const;

type Setting = ReturnType<typeof describeOptions>[number] & { readonly model: string };

export function modelSettingOptions(group: string): CliOption[] {
  const all = models.flatMap(({ name: model, configSchema }): Setting[] =>
    describeOptions(configSchema as never).map((option) => ({ ...option, model })),
  );
  // Largest molecules are an option of the data.
  const names = new Set(all.map(({ name }) => name).filter((name) => name !== 'maxAtoms'));
  return [...names].map((name) =>
    toOption(
      name,
      all.filter((setting) => setting.name === name),
      group,
    ),
  );
}

function toOption(name: string, settings: readonly Setting[], group: string): CliOption {
  const choices = [...new Set(settings.flatMap(({ values }) => values ?? []))];
  return {
    name: kebabCase(name),
    kind: kinds[settings[0]!.type],
    ...(choices.length > 0 && { choices }),
    path: `model.settings.${name}`,
    group,
    help: helpOf(settings),
  };
}

/** `compt, grover: share of numbers set to 0`, or each model's own words where they differ. */
function helpOf(settings: readonly Setting[]): string {
  const texts = [...new Set(settings.map(({ description }) => description))];
  const modelsWith = (text: string): string =>
    settings
      .filter(({ description }) => description === text)
      .map(({ model }) => model)
      .join(', ');
  return texts.map((text) => `${modelsWith(text)}: ${text}`).join('; ');
}
