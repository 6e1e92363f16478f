/**
 * The learning-rate schedules by name. `learningRate` is the peak of each. Names and keys of version 0.1.0 are understood too:
 * noam, scheduled-optim, highestLearningRate.
 */
import type { z } from 'zod';
import { unknownName } from '../../base/index.ts';
import { checkShape } from '../../config/index.ts';
import { constant, constantOptions } from './constant.ts';
import { cosine, cosineOptions } from './cosine.ts';
import { inverseSqrt, inverseSqrtOptions } from './inverse-sqrt.ts';
import type { Schedule } from './schedule.ts';
import { warmupExponential, warmupExponentialOptions } from './warmup-exponential.ts';

export type ScheduleConfig =
  | z.input<typeof constantOptions>
  | z.input<typeof warmupExponentialOptions>
  | z.input<typeof inverseSqrtOptions>
  | z.input<typeof cosineOptions>;

/** Settings of each schedule. */
export const scheduleSchemas = {
  constant: constantOptions,
  'warmup-exponential': warmupExponentialOptions,
  'inverse-sqrt': inverseSqrtOptions,
  cosine: cosineOptions,
} as const satisfies Record<ScheduleConfig['name'], z.ZodObject>;

export const scheduleNames = Object.keys(scheduleSchemas) as ScheduleConfig['name'][];

/** Names of version 0.1.0, with what they are called now. */
export const scheduleAliases: Readonly<Record<string, ScheduleConfig['name']>> = {
  noam: 'warmup-exponential',
  'scheduled-optim': 'inverse-sqrt',
};

/** A schedule under any of its names. */
export interface NamedSchedule {
  readonly name: string;
  readonly [option: string]: unknown;
}

/** Under the names and keys of today. What was written with the keys of 0.1.0 keeps its rates. */
export function canonicalSchedule({ name: given, highestLearningRate, ...options }: NamedSchedule): ScheduleConfig {
  const name = scheduleAliases[given] ?? given;
  if (highestLearningRate === undefined) return { name, ...options } as ScheduleConfig;
  // Its ends were 1e-4 whatever the peak was.
  const ends = name === 'warmup-exponential' && { initialLearningRate: 1e-4, finalLearningRate: 1e-4 };
  return { name, learningRate: highestLearningRate, ...ends, ...options } as ScheduleConfig;
}

/** Throws ConfigError for an unknown name or option and for a value out of range. */
export function createSchedule(given: ScheduleConfig | NamedSchedule): Schedule {
  const config = canonicalSchedule(given);
  const check = <T extends z.ZodObject>(schema: T): z.output<T> =>
    checkShape(schema, config, `schedule ${config.name}`, { at: ['schedule'] });
  switch (config.name) {
    case 'constant':
      return constant(check(constantOptions));
    case 'warmup-exponential':
      return warmupExponential(check(warmupExponentialOptions));
    case 'inverse-sqrt':
      return inverseSqrt(check(inverseSqrtOptions));
    case 'cosine':
      return cosine(check(cosineOptions));
    default:
      throw unknownName('schedule', String((config as { name: unknown }).name), scheduleNames);
  }
}
