/**
 * Learning-rate schedules on the command line. Schedules share settings (warmupEpochs ...); an option that the chosen one does not have
 * is refused.
 */
import { ConfigError } from '../base/index.ts';
import { type DescribedSetting, describeSettings } from '../config/index.ts';
import { canonicalSchedule, type NamedSchedule, type ScheduleConfig, scheduleSchemas } from '../optim/index.ts';
import { ratesOfRecipe, trainConfigSchema } from '../runs/index.ts';
import type { GivenOptions } from './command.ts';
import type { CliOption } from './option.ts';
import { settingOptions } from './setting-options.ts';

interface ScheduleSetting extends DescribedSetting {
  readonly schedule: ScheduleConfig['name'];
}

const settings = Object.entries(scheduleSchemas).flatMap(([schedule, schema]) =>
  describeSettings(schema, ['schedule']).map((setting): ScheduleSetting => {
    return { ...setting, schedule: schedule as ScheduleConfig['name'] };
  }),
);

/** Their values reach the configuration through scheduleFromOptions. */
export const scheduleOptions: readonly CliOption[] = [
  ...settingOptions(trainConfigSchema.shape.schedule, ['schedule']),
  ...[...new Set(settings.map(({ option }) => option))].map((name) =>
    toOption(settings.filter(({ option }) => option === name)),
  ),
];

/** What holds without it is a matter of the schedule, but for the peak. */
function toOption(sharing: readonly ScheduleSetting[]): CliOption {
  const { option: name, path, group, help, placeholder, aliases } = sharing[0]!;
  const isPeak = name === 'learning-rate';
  const owners = sharing.map(({ schedule, default: standard, otherwise }) => {
    const held = standard ?? otherwise;
    return held === undefined ? schedule : `${schedule}: default ${held}`;
  });
  return {
    ...{ name, path, group, kind: 'number' },
    ...(placeholder && { placeholder }),
    ...(aliases && { aliases }),
    help: isPeak ? help : `${help} (${owners.join('; ')})`,
    ...(isPeak && { default: ratesOfRecipe }),
  };
}

/** The schedule that the options ask for, on top of `chosen`. Throws ConfigError for an option that the schedule does not have. */
export function scheduleFromOptions(given: GivenOptions, before: NamedSchedule): ScheduleConfig {
  const chosen = canonicalSchedule(before);
  const { name } = canonicalSchedule({ name: (given.schedule as string | undefined) ?? chosen.name });
  const own = settings.filter(({ schedule }) => schedule === name);
  const asked = scheduleOptions.map((option) => option.name).filter((each) => each !== 'schedule' && each in given);
  const foreign = asked.find((option) => own.every((setting) => setting.option !== option));
  if (own.length > 0 && foreign !== undefined) {
    throw new ConfigError({
      code: 'unused-setting',
      path: settings.find(({ option }) => option === foreign)!.path.split('.'),
      what: `the schedule ${name} does not use --${foreign}`,
      where: `--schedule ${name}, --${foreign}`,
      advice: `Its options: ${own.map(({ option }) => `--${option}`).join(', ')}.`,
    });
  }
  const values = asked.map((option) => [keyOf(option), given[option]] as const);
  return { ...(chosen.name === name ? chosen : {}), name, ...Object.fromEntries(values) } as ScheduleConfig;
}

function keyOf(option: string): string {
  return settings
    .find((setting) => setting.option === option)!
    .path.split('.')
    .at(-1)!;
}
