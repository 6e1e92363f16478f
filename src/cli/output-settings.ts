/** The options that every command understands: what it prints, and the plugins that it loads. */
import { z } from 'zod';
import { described } from '../config/index.ts';
import { commandSettings } from './setting-options.ts';

const group = 'Output:';

const onOff = (help: string, short?: string) =>
  described(z.boolean().default(false), { group, help, isSwitch: true, ...(short !== undefined && { short }) });
const file = (help: string) => described(z.string().optional(), { group, help, placeholder: 'FILE' });

export const outputSettings = commandSettings(
  'COMMAND',
  z.strictObject({
    output: z
      .strictObject({
        quiet: onOff('print only the result', 'q'),
        verbose: onOff('print more', 'v'),
        json: onOff('print one JSON object per line'),
        logfile: file('also write the output to this file'),
      })
      .prefault({}),
    run: z
      .strictObject({
        plugin: file('load models, optimizers, metrics or task types from a module or package; may be repeated'),
      })
      .prefault({}),
  }),
);
