/** What can be asked of a prediction and of an evaluation, checked once; the commands make their options from these schemas. */
import { z } from 'zod';
import { described } from '../config/index.ts';
import {
  fileSetting,
  labelSettings,
  machineSettings,
  modelTableSettings,
  overwriteSetting,
  partSetting,
} from '../runs/index.ts';
import { metrics } from '../tasks/index.ts';
import { uncertaintyNames } from '../uncertainty/index.ts';

const input = 'Input:';

/** Models and table, which are arguments more often than options; and how the table is read. */
export const modelAndTableSchema = z.strictObject({
  models: described(z.array(z.string()).min(1).optional(), {
    group: input,
    help: 'run folder, packed as zip or not, or model.onnx (the same as the first argument); several predict together',
    option: 'model-paths',
    aliases: ['model-path', 'checkpoint'],
    placeholder: 'RUN',
  }),
  paths: described(z.string().optional(), {
    group: input,
    help: 'the table (the same as the second argument)',
    option: 'test-path',
    short: 'i',
    aliases: ['data-path'],
    placeholder: 'FILE',
  }),
  ...modelTableSettings(input),
});

const predictions = 'Predictions:';

export const predictSettingsSchema = z.strictObject({
  data: modelAndTableSchema
    .extend({
      onInvalid: described(z.enum(['keep', 'skip', 'error']).default('keep'), {
        group: predictions,
        help: 'rows that cannot be predicted: keep with a reason, skip, or fail',
        placeholder: 'HOW',
        shorthands: [{ option: 'strict', value: 'error' }],
      }),
    })
    .prefault({}),
  run: z
    .strictObject({
      output: fileSetting(predictions, 'TABLE_preds.csv', {
        help: 'output file; - writes to standard output',
        option: 'preds-path',
        aliases: ['output'],
      }),
      overwrite: overwriteSetting(predictions, 'replace an existing file'),
      part: partSetting(predictions, 'predict part I of N of the table; graphsam collect joins them'),
    })
    .prefault({}),
  predict: z
    .strictObject({
      dropExtraColumns: described(z.boolean().default(false), {
        group: predictions,
        help: 'write only the SMILES column of the input',
        isSwitch: true,
      }),
      applicability: described(z.boolean().default(false), {
        group: predictions,
        help: 'add the most similar training molecule, its similarity and labels, and the fraction of its atoms whose environment no training molecule has',
        isSwitch: true,
      }),
      uncertainty: described(z.string().optional(), {
        group: predictions,
        help: 'columns with the uncertainty of each prediction: a standard deviation, or mutual information and entropy of classes',
        option: 'uncertainty-method',
        placeholder: 'NAME',
        choices: uncertaintyNames,
        otherwise: 'what the model says by itself',
      }),
      coverage: described(z.number().gt(0).lt(1).optional(), {
        group: predictions,
        help: 'add intervals, or sets of classes, that contain the true value with this probability, for instance 0.9',
        placeholder: 'FRACTION',
      }),
    })
    .prefault({}),
  machine: machineSettings(predictions),
});

const evaluation = 'Evaluation:';

export const evaluateSettingsSchema = z.strictObject({
  data: modelAndTableSchema.extend(labelSettings(evaluation)).prefault({}),
  training: z
    .strictObject({
      metrics: described(z.array(z.string()).default([]), {
        group: evaluation,
        help: `further metrics to report: ${metrics.map(({ name }) => name).join(', ')}`,
        aliases: ['metric'],
        placeholder: 'NAME',
      }),
    })
    .prefault({}),
  machine: machineSettings(evaluation),
});
