/** What is said of the settings of schedules, which several of them share: the command line and the documentation show it. */
import type { z } from 'zod';
import { described, type SettingMeta } from '../../config/index.ts';

type Says = <Schema extends z.ZodType>(schema: Schema, changes?: Partial<SettingMeta>) => Schema;

function says(help: string, meta: Partial<SettingMeta> = {}): Says {
  return (schema, changes) =>
    described(schema, { group: 'Learning rate:', placeholder: 'X', help, ...meta, ...changes });
}

export const peakRate = says('peak learning rate', { option: 'learning-rate', aliases: ['lr', 'max-lr'] });
export const firstRate = says('learning rate at the first step', { option: 'init-lr' });
export const lastRate = says('learning rate at the end', { option: 'final-lr' });
export const warmupEpochs = says('epochs of linear warm-up');
export const warmupSteps = says('steps of linear warm-up, instead of epochs');
export const warmupFactor = says('scale of the learning rate, instead of its peak', { option: 'warmup-factor' });
export const scheduleEpochs = says('epochs until the last rate, which is kept after them', {
  option: 'schedule-epochs',
  otherwise: 'all epochs',
});
