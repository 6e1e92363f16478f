/**
 * run.json: what a run was, in one schema for everyone who writes or reads it. A run is a training, a pre-training or a baseline; `kind` says
 * which. The format number counts up when a reader of today could not read the file; older formats are migrated (run-file-migration.ts).
 */
import { z } from 'zod';
import { CheckpointError } from '../base/index.ts';
import { pluginRecordsSchema, requirePlugins } from '../plugins/index.ts';
import { taskTypeSchema } from '../tasks/index.ts';
import { metricValues } from './metric-values.ts';
import { currentFormat, migrateRunFile } from './run-file-migration.ts';

const count = z.number();
const strings = z.array(z.string()).readonly();
const nullable = z.number().nullable();
/** JSON knows no NaN and writes null. */
const measured = nullable.transform((value) => value ?? Number.NaN);
const optionalString = z.string().optional();

/** Plain settings of something that checks them itself: which keys there are depends on a name beside them. */
const settings = z.record(z.string(), z.unknown());

const recordedPlugins = z.object({ plugins: pluginRecordsSchema });

const common = {
  format: z.literal(currentFormat),
  /** Version of graphsam that wrote the file. */
  graphsam: z.string(),
  node: optionalString,
  browser: optionalString,
  runtime: optionalString,
  /** What perceived the molecules, with its version. */
  toolkit: optionalString,
  /** Loaded when it began; a run is continued with them only. */
  plugins: pluginRecordsSchema.optional(),
  /** ISO time at which the run began. */
  created: optionalString,
  status: z.enum(['running', 'finished']),
  /** The run's folder when it was written. On disk, paths below are relative to it (stored-paths.node.ts). */
  writtenIn: optionalString,
  /** The configuration as plain JSON: parseTrainConfig and parsePretrainConfig check it, against the methods and models that they know. */
  config: settings,
};

const table = {
  name: z.string(),
  /** SHA-256 of each file, by its path. */
  checksums: z.record(z.string(), z.string()),
  /** SHA-256 of the file that the splits were read from. */
  splitsChecksum: optionalString,
  /** Rows of the table, rejected ones included. */
  tableLength: count,
  molecules: count,
  rejected: count,
  notes: strings,
  warnings: strings,
};

const labeledTable = z.object({
  ...table,
  tasks: z.array(z.string()).min(1).readonly(),
  taskType: taskTypeSchema,
  /** Names of the classes of each task, in the order of their outputs. */
  classes: z.array(strings).readonly().optional(),
});

const split = z.object({
  algorithm: z.string(),
  seed: z.number().optional(),
  parts: z
    .array(
      z.object({
        part: z.enum(['train', 'val', 'test']),
        molecules: count,
        scaffolds: count.optional(),
        tasks: z
          .array(
            z.object({
              task: z.string(),
              labeled: count,
              limits: count.optional(),
              positives: count.optional(),
              classCounts: z.array(count).readonly().optional(),
              mean: measured.optional(),
              std: measured.optional(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
  warnings: strings,
  /** Of an ensemble of folds: how many there are. Its parts count the molecules of all of them. */
  folds: count.optional(),
});

const model = z.object({ name: z.string(), preset: optionalString, settings, parameters: count });

const fit = {
  epochs: count,
  bestEpoch: count,
  stoppedEarly: z.boolean(),
  chosenBy: z.enum(['validation', 'last epoch']),
  /** Of the best epoch; null without validation rows. */
  validation: metricValues.nullable(),
  /** Gradient evaluations of the whole training. */
  evaluations: count,
  secondsPerEpoch: measured,
};

const probe = z.object({
  probes: count,
  cosine: nullable,
  normRatio: nullable,
  lossGap: nullable,
  perturbationChange: nullable,
  updateChange: nullable,
});

const testContext = z.object({
  molecules: count,
  metric: z.string(),
  isStandardized: z.literal(true).optional(),
  interval: z.array(count).length(2).readonly().optional(),
  meanPredictor: nullable,
  baselines: z
    .array(z.object({ name: z.string(), value: nullable }))
    .readonly()
    .optional(),
});

const member = z.object({
  folder: z.string(),
  seed: count,
  fold: count,
  epochs: count,
  bestEpoch: count,
  validation: metricValues.nullable(),
  test: metricValues.nullable(),
  seconds: measured,
});

const training = z.object({
  ...common,
  kind: z.literal('training'),
  data: labeledTable,
  split,
  model,
  result: z
    .object({
      ...fit,
      test: metricValues.nullable(),
      testContext: testContext.optional(),
      probe: probe.optional(),
      members: z.array(member).readonly().optional(),
    })
    .optional(),
});

const pretraining = z.object({
  ...common,
  kind: z.literal('pretraining'),
  data: z.object({ ...table, training: count, validation: count }),
  tasks: z.object({
    atomClasses: count,
    bondClasses: count,
    motifs: count,
    descriptors: count.default(0),
    bits: count.default(0),
  }),
  model,
  result: z.object(fit).optional(),
});

const baseline = z.object({
  ...common,
  kind: z.literal('baseline'),
  data: labeledTable,
  split,
  baseline: z.object({
    name: z.string(),
    settings,
    candidates: z.array(z.object({ settings, validation: nullable })).readonly(),
  }),
  result: z.object({
    chosenBy: z.string(),
    validation: metricValues.nullable(),
    test: metricValues.nullable(),
    seconds: count,
  }),
});

const runFileSchema = z.discriminatedUnion('kind', [training, pretraining, baseline]);
export const runFileFormat = currentFormat;

/** The content of run.json. */
export type RunFile = z.output<typeof runFileSchema>;
export type TrainingRunFile = z.output<typeof training>;
export type PretrainingRunFile = z.output<typeof pretraining>;
export type BaselineRunFile = z.output<typeof baseline>;

/**
 * text: of a run.json; where: its path, for messages. Throws CheckpointError if it is not JSON, no run, damaged, or of a format that this
 * version does not know.
 */
export function parseRunFile(text: string, where: string): RunFile {
  const content = migrateRunFile(parseJson(text, where), where);
  const checked = runFileSchema.safeParse(content);
  if (checked.success) return checked.data;
  // A task type may be unknown only because its plugin is missing.
  requirePlugins(recordedPlugins.safeParse(content).data?.plugins, where);
  const [issue] = checked.error.issues;
  throw new CheckpointError({
    code: 'run-damaged',
    what: `it does not describe a run: ${issue!.path.join('.') || 'the whole'}: ${issue!.message}`,
    where,
    advice: 'Name a folder that graphsam has written; a damaged run.json has to be restored, or the run trained again.',
  });
}

/**
 * Folds that an ensemble has models of; undefined for any other run. isTogether: its parts count the molecules of all folds; those of runs
 * before count the first.
 */
export function foldsOf({
  split,
  result,
}: TrainingRunFile): { readonly count: number; readonly isTogether: boolean } | undefined {
  if (split.folds !== undefined) return { count: split.folds, isTogether: true };
  const { size } = new Set(result?.members?.map(({ fold }) => fold));
  return size > 1 ? { count: size, isTogether: false } : undefined;
}

const kindNames = { training: 'a training', pretraining: 'a pre-training', baseline: 'a classical baseline' } as const;

/** The run if it is a training. where: its folder, for messages. Throws CheckpointError saying which kind of run it is. */
export function requireTraining(run: RunFile, where: string, advice?: string): TrainingRunFile {
  if (run.kind === 'training') return run;
  throw new CheckpointError({
    code: 'other-kind-of-run',
    what: `the run in this folder is ${kindNames[run.kind]}`,
    where,
    advice: advice ?? 'Name the folder of a run of graphsam train.',
  });
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError({
      code: 'run-damaged',
      what: 'it is not JSON',
      where,
      advice: 'Restore it or train again.',
      cause,
    });
  }
}

/** Content of run.json: plain data, indented for readers. */
export function runText(run: object): string {
  return `${JSON.stringify(run, null, 2)}\n`;
}
