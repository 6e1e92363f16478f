/** What can be asked of explanations, checked once; the command makes its options from this schema. */
import { z } from 'zod';
import { described, redescribed } from '../config/index.ts';
import { modelAndTableSchema } from '../predict/index.ts';
import { machineSettings, overwriteSetting } from '../runs/index.ts';
import { explanationMethods } from './explainer.ts';

const group = 'Explanation:';

export const explainSettingsSchema = z.strictObject({
  data: modelAndTableSchema
    .extend({
      models: redescribed(modelAndTableSchema.shape.models, {
        help: 'run folder, packed as zip or not, or model.onnx (the same as the first argument); one only, which may be an ensemble',
      }),
      targetColumns: described(z.array(z.string()).min(1).optional(), {
        group,
        help: 'targets to explain',
        aliases: ['target-column'],
        placeholder: 'COLUMN',
        otherwise: 'all targets of the model',
      }),
    })
    .prefault({}),
  explain: z
    .strictObject({
      method: described(z.enum(explanationMethods).default('integrated-gradients'), {
        group,
        help: 'integrated-gradients: every atom, any molecule; shapley: exact values of up to 10 parts (atoms of small molecules, else ring systems and groups), shared inside a part by integrated gradients',
        placeholder: 'NAME',
      }),
    })
    .prefault({}),
  run: z
    .strictObject({
      output: described(z.string().optional(), {
        group,
        help: 'folder for the table, the page and the drawings',
        short: 'o',
        placeholder: 'FOLDER',
        otherwise: 'TABLE_explained; for SMILES none, they are printed',
      }),
      overwrite: overwriteSetting(group, 'replace explanations in that folder'),
    })
    .prefault({}),
  machine: machineSettings(group),
});
