/** The learning-rate schedules by name. */
import type { z } from 'zod';
import { unknownName } from '../../base/index.ts';
import { checkOptions } from '../../config/index.ts';
import { constant, constantOptions } from './constant.ts';
import { cosine, cosineOptions } from './cosine.ts';
import { noam, noamOptions } from './noam.ts';
import type { Schedule } from './schedule.ts';
import { scheduledOptim, scheduledOptimOptions } from './scheduled-optim.ts';

export type ScheduleConfig =
  | z.input<typeof constantOptions>
  | z.input<typeof noamOptions>
  | z.input<typeof scheduledOptimOptions>
  | z.input<typeof cosineOptions>;

export const scheduleNames = [
  'constant',
  'noam',
  'scheduled-optim',
  'cosine',
] as const satisfies ScheduleConfig['name'][];

/** Throws ConfigError for an unknown name or option and for a value out of range. */
export function createSchedule(config: ScheduleConfig): Schedule {
  const check = <T extends z.ZodObject>(schema: T): z.output<T> =>
    checkOptions(`schedule ${config.name}`, schema, config);
  switch (config.name) {
    case 'constant':
      return constant(check(constantOptions));
    case 'noam':
      return noam(check(noamOptions));
    case 'scheduled-optim':
      return scheduledOptim(check(scheduledOptimOptions));
    case 'cosine':
      return cosine(check(cosineOptions));
    default:
      throw unknownName('schedule', String((config as { name: unknown }).name), scheduleNames);
  }
}
