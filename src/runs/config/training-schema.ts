/** Settings of model, optimizer and training, each with what is said of it on the command line and in docs/options.md. */
import { z } from 'zod';
import { formatCount, timeSpanForm, timeSpanSeconds } from '../../base/index.ts';
import { calibrationNames } from '../../calibration/index.ts';
import { described, type SettingMeta } from '../../config/index.ts';
import { compt, modelNames } from '../../models/index.ts';
import { baseRuleNames, defaultBaseRule, optimizerNames, scheduleNames } from '../../optim/index.ts';
import { backends, devices } from '../../runtime/index.ts';
import { losses, metrics } from '../../tasks/index.ts';
import { qualityNames } from './quality.ts';
import { authorsRecipe } from './recipe.ts';

const standard = compt.recipe!;

const optimizerGroup = 'Optimizer (graphsam optimizers lists hyper-parameters and ablations):';

const training = (help: string, meta: Partial<SettingMeta> = {}): SettingMeta => ({
  group: 'Training:',
  help,
  ...meta,
});
const epochs = (help: string, meta: Partial<SettingMeta> = {}): SettingMeta =>
  training(help, { placeholder: 'EPOCHS', ...meta });

export const modelSchema = z.strictObject({
  name: described(z.string().default('compt'), {
    group: 'Model:',
    help: 'architecture',
    option: 'model',
    placeholder: 'NAME',
    choices: modelNames,
  }),
  preset: described(z.string().optional(), {
    group: 'Model:',
    help: "settings of the model's authors for a data set (authors/bbbp, authors/esol ...), or authors: those for the table at hand",
    placeholder: 'NAME',
    otherwise: 'the default recipe of the model; grover has none: authors',
  }),
  /** What differs from the preset. */
  settings: z.looseObject({}).prefault({}),
});

export const optimizerSchema = z.strictObject({
  name: described(z.string().default('adam'), {
    group: optimizerGroup,
    help: 'base optimizer alone, or a sharpness-aware method on one',
    option: 'optimizer',
    placeholder: 'NAME',
    choices: optimizerNames,
    coded: {
      option: 'sam',
      placeholder: 'N',
      values: { 0: 'adam', 1: 'sam', 2: 'graphsam' },
      help: 'as in the original scripts: 0 adam, 1 sam, 2 graphsam',
    },
  }),
  hyperparameters: z.looseObject({}).prefault({}),
  /** The base rule beneath a method. */
  base: z
    .strictObject({
      name: described(z.string(), {
        group: optimizerGroup,
        help: 'base optimizer that applies the gradient of a method',
        option: 'base-optimizer',
        placeholder: 'NAME',
        choices: baseRuleNames,
        otherwise: defaultBaseRule,
      }),
      hyperparameters: z.looseObject({}).prefault({}),
    })
    .optional(),
  clipNorm: described(
    z.number().positive().optional(),
    training('clip the gradient norm to this value', { option: 'grad-clip', placeholder: 'X' }),
  ),
  perturb: z
    .strictObject({
      from: described(
        z.number().min(0).optional(),
        epochs(
          'epochs of the base optimizer before a sharpness-aware method acts; below 1: a fraction of the training',
          {
            option: 'perturb-from',
            otherwise: '0',
          },
        ),
      ),
      until: described(
        z.number().min(0).optional(),
        epochs('epochs after which it no longer acts; below 1: a fraction of the training', {
          option: 'perturb-until',
          otherwise: 'the end',
        }),
      ),
    })
    .prefault({}),
  freshDropout: described(
    z.boolean().default(false),
    training('draw new dropout masks for every gradient evaluation of a step'),
  ),
});

/** What `training.emaDecay` calls a training that averages no weights, where the recipe does. */
const noAverage = 'none';

/** The decay of averaged weights; undefined: the training keeps none. */
export function averagingDecay({ emaDecay }: Pick<z.output<typeof trainingSchema>, 'emaDecay'>): number | undefined {
  return emaDecay === noAverage ? undefined : emaDecay;
}

export const trainingSchema = z.strictObject({
  quality: described(
    z.enum(qualityNames).optional(),
    training(
      'how much is trained: fast, one network; good, five from the pre-trained encoder, combined with trees; best, the same after a search of settings. Options that are given take precedence',
      { placeholder: 'LEVEL', otherwise: 'one network' },
    ),
  ),
  timeLimit: described(
    z
      .string()
      .refine((text) => timeSpanSeconds(text) !== undefined, timeSpanForm)
      .optional(),
    training('stay within this time (90s, 30m, 2h): fewer trials, fewer networks, then fewer epochs, as is said', {
      placeholder: 'TIME',
    }),
  ),
  epochs: described(
    z.int().positive().optional(),
    training('number of epochs', {
      placeholder: 'N',
      otherwise: `${standard.epochs}; ${authorsRecipe.epochs} with the authors' presets`,
    }),
  ),
  batchSize: described(
    z.int().positive().default(32),
    training('molecules per step', { short: 'b', placeholder: 'N' }),
  ),
  dropLast: described(z.boolean().default(false), training('leave out the last batch of an epoch if it is incomplete')),
  loss: described(
    z.string().optional(),
    training(`loss function: ${losses.map(({ name }) => name).join(', ')}`, {
      option: 'loss-function',
      short: 'l',
      placeholder: 'NAME',
      otherwise: "mse, bce or cross-entropy; rmse with the authors' presets of compt",
    }),
  ),
  nllBeta: described(
    z.number().min(0).max(1).optional(),
    training('beta of the loss mean-variance: 0 is the plain likelihood, 1 learns values as mse does', {
      placeholder: 'X',
      otherwise: '0.5',
    }),
  ),
  classBalance: described(
    z.enum(['sampling', 'weights', 'deferred']).optional(),
    training(
      'rare classes: oversampled, weighted by inverse frequency, or weighted by the effective number of samples in the last fifth of the epochs',
      { placeholder: 'HOW' },
    ),
  ),
  taskWeights: described(
    z.array(z.number().min(0)).min(1).optional(),
    training('weight of each target in the loss, in their order', { placeholder: 'X', otherwise: 'all 1' }),
  ),
  labelSmoothing: described(
    z.number().min(0).lt(1).default(0),
    training('label smoothing: fraction of each label that is spread over all classes', { placeholder: 'X' }),
  ),
  metrics: described(
    z.array(z.string()).default([]),
    training(`further metrics to report: ${metrics.map(({ name }) => name).join(', ')}`, {
      aliases: ['metric'],
      placeholder: 'NAME',
    }),
  ),
  trackingMetric: described(
    z.string().optional(),
    training('metric that chooses the best epoch', {
      placeholder: 'NAME',
      otherwise: 'roc-auc for classification, rmse for regression, accuracy for multiclass',
    }),
  ),
  baselines: described(
    z.boolean().optional(),
    training('fit no classical models on the same split for comparison', { option: 'no-baseline', isOffSwitch: true }),
  ),
  emaDecay: described(
    z.union([z.number().min(0).lt(1), z.literal(noAverage)]).optional(),
    training(
      'keep an exponential moving average of the weights with this decay, begun after the warm-up; it is what is evaluated and saved; none: no average, the weights themselves are',
      {
        placeholder: 'X|none',
        otherwise: `${standard.emaDecay}; none with the authors' presets`,
      },
    ),
  ),
  patience: described(
    z.int().positive().optional(),
    training('early stopping: stop after N epochs without improvement', {
      placeholder: 'N',
      otherwise: `${standard.patience} where the number of epochs is the default, too; else none`,
    }),
  ),
  minDelta: described(
    z.number().min(0).default(0),
    training('early stopping: smallest change that counts as an improvement', { placeholder: 'X' }),
  ),
  initFrom: described(
    z.string().optional(),
    training(
      'start from the encoder of another run, or from the pre-trained one of the package (builtin), with its model settings; none: from weights that are drawn',
      {
        placeholder: 'RUN|builtin|none',
        otherwise: 'none; builtin with a level of quality, but for several classes',
      },
    ),
  ),
  freezeEncoder: described(z.boolean().optional(), training('with an encoder of another run: train the head alone')),
  freezeEpochs: described(
    z.int().positive().optional(),
    training('with an encoder of another run: train the head alone for N epochs, then everything', {
      placeholder: 'N',
    }),
  ),
  encoderLrRatio: described(
    z.number().positive().optional(),
    training('with an encoder of another run: its learning rate as a fraction of that of the head', {
      placeholder: 'X',
      otherwise: '1',
    }),
  ),
  probe: described(
    z.int().positive().optional(),
    training("every N steps, compare GraphSAM's approximation with the true gradient (probe.jsonl, docs/probing.md)", {
      placeholder: 'N',
    }),
  ),
  keepWeights: described(
    z.int().positive().optional(),
    epochs('save the weights every N epochs, for graphsam landscape', { placeholder: 'N' }),
  ),
  ensembleSize: described(
    z.int().positive().optional(),
    training('train this many models that differ in their seeds, as one run with one model.onnx', {
      placeholder: 'N',
      otherwise: '1',
    }),
  ),
  ensembleOfFolds: described(
    z.boolean().default(false),
    training('let the folds of cross-validation be the models of an ensemble'),
  ),
  posteriorSamples: described(
    z.int().min(2).optional(),
    training(
      'with an optimizer that learns a distribution of the weights (ivon): draw this many networks from it into one model.onnx',
      { placeholder: 'N' },
    ),
  ),
  blend: described(
    z.boolean().optional(),
    training(
      'put a forest and boosted trees into the model.onnx of an ensemble, with weights fitted to the validation part',
      { otherwise: 'false; true with the quality good or best' },
    ),
  ),
  calibration: described(
    z.enum(calibrationNames as readonly [string, ...string[]]).optional(),
    training('how probabilities are corrected by the validation part', {
      placeholder: 'HOW',
      otherwise: 'temperature, from 50 validation labels on',
    }),
  ),
  seed: described(
    z.int().min(0).default(0),
    training('random seed of initial weights, shuffling and dropout', { placeholder: 'N' }),
  ),
});

/** The peak of a training that says nothing about it. */
export const ratesOfRecipe = `${standard.schedule.learningRate}; ${authorsRecipe.schedule.learningRate} with the authors' presets`;

export const scheduleSchema = z.looseObject({
  name: described(z.string().default('warmup-exponential'), {
    group: 'Learning rate:',
    help: 'learning-rate schedule; warmup-exponential: linear warm-up, then exponential decay to the end of training',
    option: 'schedule',
    placeholder: 'NAME',
    choices: scheduleNames,
  }),
});

export const machineSchema = z.strictObject({
  threads: described(z.int().positive().optional(), {
    group: 'Run:',
    help: 'threads; results are reproducible only with the same number',
    placeholder: 'N',
    otherwise: 'all cores',
  }),
  /** Default: the native package, WebAssembly where it is missing. Both round differently. */
  backend: described(z.enum(backends).optional(), {
    group: 'Run:',
    help: 'what computes: cpu, webgpu (any GPU), cuda (NVIDIA) or wasm; auto: cpu, where it cannot be loaded wasm',
    option: 'device',
    placeholder: 'NAME',
    otherwise: 'auto',
  }),
  weightsOn: described(z.enum(['cpu', 'device']).optional(), {
    group: 'Run:',
    help: 'where weights and optimizer stay: in the memory of the CPU, or in that of the device, which saves copying them in every step',
    placeholder: 'WHERE',
    otherwise: `device for ${formatCount(devices.webgpu.keepsFrom)} weights or more on webgpu, else cpu`,
  }),
});
