/** What can be asked of an analysis of runs, checked once; the commands make their options from these schemas. */
import { z } from 'zod';
import { described, redescribed, type SettingMeta } from '../config/index.ts';
import { folderSetting, machineSettings, overwriteSetting, trainConfigSchema } from '../runs/index.ts';
import { hessianMethods, type SharpnessOptions } from './curvature/sharpness.ts';
import { defaultIgnored, ignorableNames, normalizations } from './landscape/random-direction.ts';

const runs = 'Runs:';
const results = 'Results:';
const machine = 'Machine:';
const measures = 'Measures:';
const directions = 'Directions:';

const { data, training } = trainConfigSchema.shape;

/** Which weights, and where the tables of the runs are now. */
const openingSections = {
  data: z
    .strictObject({
      paths: redescribed(data.unwrap().shape.paths, {
        group: runs,
        help: 'tables of the runs, if they have moved',
        otherwise: 'as in training',
      }),
      folder: redescribed(data.unwrap().shape.folder, { group: runs }),
    })
    .prefault({}),
  training: z
    .strictObject({
      loss: redescribed(training.unwrap().shape.loss, {
        group: runs,
        option: 'loss',
        aliases: ['loss-function'],
        otherwise: 'that of the run',
      }),
    })
    .prefault({}),
};

const machineSection = machineSettings(machine, { help: 'number of threads', otherwise: 'as in training' });

const runSection = z
  .strictObject({
    weights: described(z.enum(['best', 'last']).default('best'), {
      group: runs,
      help: 'weights of the best epoch (as in model.onnx) or of the last one',
      placeholder: 'WHICH',
    }),
    folder: folderSetting(results, 'folder of the results', 'RUN-analysis'),
    overwrite: overwriteSetting(results, 'replace earlier results'),
  })
  .prefault({});

const count = (atLeast: number, standard: number, meta: SettingMeta) =>
  described(z.int().min(atLeast).default(standard), { placeholder: 'N', ...meta });
const perBatch = (meta: SettingMeta) =>
  described(z.int().positive().optional(), {
    ...{ short: 'b', placeholder: 'N', otherwise: 'batch size of the run' },
    ...meta,
  });

const measureSettings = {
  radius: described(z.number().positive().default(0.05), {
    group: measures,
    help: 'radius of the ball around the weights (2-norm)',
    placeholder: 'X',
  }),
  ascentSteps: count(1, 10, { group: measures, help: 'gradient ascent steps in the ball' }),
  eigenvalues: count(0, 5, { group: measures, help: 'number of largest Hessian eigenvalues, 0 for none' }),
  iterations: count(1, 40, {
    group: measures,
    help: 'largest number of Hessian-vector products for the eigenvalues',
  }),
  traceDraws: described(
    z
      .int()
      .min(0)
      .refine((draws) => draws !== 1, 'at least 2 draws, or 0: one has no standard error')
      .default(10),
    { group: measures, help: 'Hessian-vector products for the trace, 0 for none', placeholder: 'N' },
  ),
  hessian: described(z.enum(hessianMethods).default('exact'), {
    group: measures,
    help: 'Hessian-vector products by double differentiation, or by central differences of gradients',
    placeholder: 'HOW',
  }),
  seed: count(0, 0, { group: measures, help: 'random seed of rows and directions' }),
};

export const sharpnessSettingsSchema = z.strictObject({
  ...openingSections,
  sharpness: z
    .strictObject({
      rows: count(1, 512, { group: measures, help: 'largest number of training rows, sampled at random' }),
      batchSize: perBatch({ group: measures, help: 'm of m-sharpness' }),
      ...measureSettings,
    })
    .prefault({}),
  run: runSection,
  machine: machineSection,
});

/** What `graphsam sharpness` measures without options. */
export const defaultSharpnessOptions: SharpnessOptions = z.object(measureSettings).parse({});

const axis = (meta: SettingMeta) => described(z.string().optional(), { placeholder: 'FROM:TO:POINTS', ...meta });
const flag = (group: string, help: string) => described(z.boolean().default(false), { group, help, isSwitch: true });

export const landscapeSettingsSchema = z.strictObject({
  ...openingSections,
  landscape: z
    .strictObject({
      x: axis({
        group: directions,
        help: 'first axis (between runs: default -0.5:1.5:51, the runs are at 0 and 1; of a trajectory: default its extent)',
        otherwise: '-1:1:51',
      }),
      y: axis({ group: directions, help: 'second axis: a surface instead of a line' }),
      surface: flag(directions, 'a surface with both axes at -1:1:25'),
      through: flag(
        directions,
        'interpolate between two runs on a line, or three on a plane; losses are on the rows of the first',
      ),
      trajectory: flag(
        directions,
        'the plane of the first two principal components of a run that kept the weights of its epochs',
      ),
      normalization: described(z.enum(normalizations).optional(), {
        group: directions,
        help: 'normalization of random directions: per filter, per layer, per weight, or none',
        option: 'xnorm',
        placeholder: 'HOW',
        otherwise: 'filter',
      }),
      ignore: described(z.string().optional(), {
        group: directions,
        help: `parameters that random directions do not change: ${ignorableNames.join(', ')}, none`,
        option: 'xignore',
        placeholder: 'NAME,...',
        otherwise: defaultIgnored.join(','),
      }),
      seed: count(0, 0, { group: directions, help: 'random seed of directions and rows' }),
      rows: count(1, 512, {
        group: directions,
        help: 'largest number of training rows and of test rows, sampled at random',
      }),
      batchSize: perBatch({ group: directions, help: 'rows per loss evaluation (matters for rmse)' }),
      redraw: flag(results, 'redraw the charts of an earlier landscape without computing it again'),
    })
    .prefault({}),
  run: runSection,
  machine: machineSection,
});
