/** Settings of the table and of its split, each with what is said of it on the command line and in docs/options.md. */
import { z } from 'zod';
import { described, type SettingMeta } from '../../config/index.ts';
import {
  atomOrders,
  datasets,
  defaultAtomOrder,
  featureGenerators,
  featureScalings,
  splitTypes,
  targetTransforms,
} from '../../data/index.ts';
import { taskTypeSchema, taskTypes } from '../../tasks/index.ts';

const share = z.number().min(0).max(1);

const data = (help: string, meta: Partial<SettingMeta> = {}): SettingMeta => ({ group: 'Data:', help, ...meta });
const splitting = (help: string, meta: Partial<SettingMeta> = {}): SettingMeta => ({ group: 'Split:', help, ...meta });
const features = (help: string, meta: Partial<SettingMeta> = {}): SettingMeta => ({
  group: 'Molecule features:',
  help,
  ...meta,
});

const texts = z.array(z.string());
/** A schema of its own for each setting: what is said of a setting belongs to its schema. */
const columns = (meta: SettingMeta) => described(texts.optional(), { placeholder: 'COLUMN', ...meta });
const text = (meta: SettingMeta) => described(z.string().optional(), meta);
const flag = (standard: boolean, meta: SettingMeta) => described(z.boolean().default(standard), meta);

export const dataSchema = z.strictObject({
  paths: described(
    texts.min(1).max(3).optional(),
    data('tables: one is split; two are training and test; three are training, validation and test', {
      option: 'data-path',
      short: 'i',
      placeholder: 'FILE',
    }),
  ),
  dataset: text(
    data(`known data set, by name: ${datasets.map(({ name }) => name).join(', ')}`, { placeholder: 'NAME' }),
  ),
  folder: text(
    data('directory with data sets', {
      option: 'data-dir',
      placeholder: 'FOLDER',
      otherwise: 'GRAPHSAM_DATA_DIR, else they are downloaded once',
    }),
  ),
  smilesColumns: columns(
    data('column of the SMILES', {
      short: 's',
      aliases: ['smiles-column'],
      otherwise: 'found by name, then by content',
    }),
  ),
  targetColumns: columns(
    data('columns to learn', {
      aliases: ['target-column'],
      otherwise: 'the measured column; fails and lists the candidates if there are several',
    }),
  ),
  ignoreColumns: columns(data('columns that are never targets')),
  splitsColumn: text(splitting('column that holds train, val or test', { placeholder: 'COLUMN' })),
  weightColumn: text(data('column with the weight of each row in the loss', { short: 'w', placeholder: 'COLUMN' })),
  header: flag(true, data('the file has no header row', { option: 'no-header-row', isOffSwitch: true })),
  taskType: described(
    taskTypeSchema.optional(),
    data('kind of prediction', {
      choices: taskTypes,
      short: 't',
      aliases: ['dataset-type'],
      placeholder: 'TYPE',
      otherwise: 'found from the labels',
    }),
  ),
  onInvalid: described(
    z.enum(['skip', 'error']).default('skip'),
    data('rows without a readable molecule: skip (listed in rejects.csv) or fail', {
      placeholder: 'HOW',
      shorthands: [{ option: 'strict', value: 'error' }],
    }),
  ),
  maxRejected: described(
    share.default(0.2),
    data('fail if more than this fraction of the rows is skipped', { placeholder: 'FRACTION' }),
  ),
  maxAtoms: described(
    z.int().positive().optional(),
    data('skip molecules with more heavy atoms (listed in rejects.csv)', {
      placeholder: 'N',
      otherwise: "the model's limit, 99",
    }),
  ),
  largestFragment: flag(false, data('keep only the largest fragment of salts and mixtures')),
  atomOrder: described(
    z.enum(atomOrders).default(defaultAtomOrder),
    data('how the model reads atoms: random draws another order in every epoch of the training', {
      placeholder: 'ORDER',
    }),
  ),
  duplicates: described(
    z.enum(['keep', 'merge']).default('keep'),
    data('rows of the same structure with equal labels', { placeholder: 'HOW' }),
  ),
  contradictions: described(
    z.enum(['keep', 'drop', 'average']).default('keep'),
    data('rows of the same structure with different labels', { placeholder: 'HOW' }),
  ),
  allowChanged: flag(false, data('use a known data set although its file is not the published one')),
  moleculeFeatures: described(
    texts.min(1).optional(),
    features(
      `features of the whole molecule, in addition to what the model reads itself, NAME or NAME,NAME or a CSV file: ${featureGenerators
        .map(({ name, summary }) => `${name}: ${summary}`)
        .join('; ')}`,
      { aliases: ['features-generator'], placeholder: 'NAME' },
    ),
  ),
  /** As graphsam 0.1.0 wrote it. */
  featuresGenerator: z.string().optional(),
  featuresPath: text(
    features('molecule features from a CSV with a header and one row per row of the table', { placeholder: 'FILE' }),
  ),
  descriptorsColumns: columns(
    features(
      'numeric columns of the table that the model reads in addition to each molecule, such as temperature or pH',
    ),
  ),
  featuresIdColumn: text(
    features('id column, in the table and in the file of features, that joins their rows', {
      placeholder: 'COLUMN',
      otherwise: 'rows are joined by their order',
    }),
  ),
  featuresScaling: described(
    // A truth value as graphsam 0.1.0 wrote it.
    z
      .union([z.enum(featureScalings), z.boolean().transform((isOn) => (isOn ? 'standard' : 'none'))])
      .default('standard'),
    features(
      'scaling of molecule features by the training rows: standard (mean and deviation, kept within 6 deviations), rank or none',
      {
        choices: featureScalings,
        placeholder: 'HOW',
        otherwise: 'standard',
        shorthands: [{ option: 'no-features-scaling', value: 'none' }],
      },
    ),
  ),
  trainingFingerprints: flag(
    true,
    data(
      'leave the training molecules out of model.onnx: their structures and labels, which show how similar a new molecule is to ' +
        'them, can be read by everyone who has the file',
      { option: 'no-training-fingerprints', isOffSwitch: true },
    ),
  ),
  censored: described(
    z.enum(['error', 'drop', 'bound']).default('error'),
    data('labels such as "<5": fail, treat as missing, or train with a one-sided loss', { placeholder: 'HOW' }),
  ),
  threshold: described(
    z.number().optional(),
    data('turn quantities into classes: labels of at least X are class 1, others class 0', { placeholder: 'X' }),
  ),
  unreadableLabels: described(
    z.enum(['error', 'drop']).default('error'),
    data('labels that are not numbers: fail, or treat as missing (listed in rejects.csv)', { placeholder: 'HOW' }),
  ),
  targetUnit: text(
    data('unit of the labels: "12 nM" is read as 12, and logarithms of nM, uM, mM are those of mol/L', {
      placeholder: 'UNIT',
    }),
  ),
  targetTransform: described(
    z.enum(targetTransforms).optional(),
    data(
      'learn the logarithm of each label, negative-log10 as in pIC50; the target is renamed, and predictions are on that scale',
      { placeholder: 'HOW', otherwise: 'labels as they are' },
    ),
  ),
  labelMap: described(
    z.record(z.string(), z.number()).optional(),
    data('class of each word, for instance low=0,high=1', { placeholder: 'WORD=N,...' }),
  ),
});

export const splitSchema = z.strictObject({
  type: described(
    z.enum(splitTypes as [string, ...string[]]).default('random'),
    splitting(
      'scaffold: molecules of one ring system stay together and the frequent ones train, as DeepChem does it, the same for ' +
        'every seed; scaffold_balanced: the same with the rare ring systems in random order by seed, as GROVER and Chemprop do it',
      { option: 'split-type', aliases: ['split'], placeholder: 'TYPE' },
    ),
  ),
  sizes: described(
    z.tuple([share, share, share]).default([0.8, 0.1, 0.1]),
    splitting('fractions of training, validation and test', { option: 'split-sizes', placeholder: 'X' }),
  ),
  seed: described(
    z.int().min(0).default(0),
    splitting('random seed of the split', { option: 'data-seed', placeholder: 'N' }),
  ),
  folds: described(
    z.int().positive().optional(),
    splitting('number of splits; split i uses seed + i (cv: number of folds, default 5)', {
      option: 'num-folds',
      placeholder: 'N',
    }),
  ),
  file: text(
    splitting('JSON list of {train, val, test} with zero-based row numbers, as in the splits.json of a run', {
      option: 'splits-file',
      placeholder: 'FILE',
    }),
  ),
});
