/** What can be asked of a search, checked once; the command makes its options from this schema. */
import { z } from 'zod';
import { timeSpanForm, timeSpanSeconds } from '../base/index.ts';
import { described } from '../config/index.ts';
import { queueSetting } from '../experiments/index.ts';
import { folderSetting, jobsSetting, partSetting } from '../runs/index.ts';
import { pruners } from './halving.ts';
import { spaceNames } from './named-spaces.ts';
import { samplers } from './suggest.ts';

const group = 'Search:';

export const tuneSettingsSchema = z.strictObject({
  tune: z
    .strictObject({
      space: described(z.string().default('basic'), {
        group,
        help: `what is searched: ${spaceNames.join(' | ')} (made from the schemas; options that are given stay fixed), or a YAML file (docs/tuning.md)`,
        placeholder: 'SPACE',
      }),
      trials: described(z.int().positive().default(50), {
        group,
        help: 'number of trials, those of earlier calls counted',
        aliases: ['n-trials', 'num-iters'],
        placeholder: 'N',
      }),
      timeLimit: described(
        z
          .string()
          .refine((text) => timeSpanSeconds(text) !== undefined, timeSpanForm)
          .optional(),
        {
          group,
          help: 'start no training after this time, for instance 90m or 8h, and save those that are running',
          placeholder: 'TIME',
        },
      ),
      seeds: described(z.array(z.int().min(0)).min(1).optional(), {
        group,
        help: 'seeds of each trial: each makes a split and a training, and the value of a trial is their mean',
        placeholder: 'N',
        otherwise: 'one training a trial',
      }),
      sampler: described(z.enum(samplers).default('tpe'), {
        group,
        help: 'tpe: learns from earlier trials, after ten random ones; random: draws all of them at random',
        placeholder: 'NAME',
      }),
      pruner: described(z.enum(pruners).default('asha'), {
        group,
        help: 'asha: all trials start with few epochs, and the best third of them continues; none: all are trained to the end',
        placeholder: 'NAME',
      }),
      searchSeed: described(z.int().min(0).default(0), {
        group,
        help: 'random seed of the search; with one training at a time it decides the trials',
        placeholder: 'N',
      }),
    })
    .prefault({}),
  run: z
    .strictObject({
      folder: folderSetting(group, 'folder of trials and runs; called again, the command continues there', 'tuning'),
      jobs: jobsSetting(group, 'number of cores, or of workers on the queue'),
      queue: queueSetting(group, 'as many as its number of jobs'),
      part: partSetting(group, 'make trials I, I + N, I + 2 N ... only'),
    })
    .prefault({}),
});
