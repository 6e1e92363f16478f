/** A run as its files tell it: read from their texts, so that a folder, an archive or a browser's storage will do. */
import { z } from 'zod';
import { CheckpointError } from '../base/index.ts';
import type { MetricValues } from '../metrics/index.ts';
import { type EpochReport, type ProbeRecord, parseEpochs, parseProbes, runFiles } from '../runs/index.ts';
import { taskTypeSchema } from '../tasks/index.ts';
import { type RejectedRow, readRejects, readTestTable, type TestTable } from './run-tables.ts';

/** Texts of a run's files. */
export interface RunTexts {
  /** Name of the run: in titles, and in messages about its files. */
  readonly name: string;
  readonly run: string;
  readonly metrics?: string | undefined;
  readonly probe?: string | undefined;
  readonly predictions?: string | undefined;
  readonly rejects?: string | undefined;
}

export interface RunRecord {
  readonly name: string;
  readonly facts: RunFacts;
  readonly epochs: readonly EpochReport[];
  /** Empty unless the run was probed. */
  readonly probes: readonly ProbeRecord[];
  /** Undefined before the run has finished, or without a test part. */
  readonly test: TestTable | undefined;
  readonly rejects: readonly RejectedRow[];
}

const count = z.number();
const texts = z.array(z.string()).default([]);
const metricValues = z.record(
  z.string(),
  z.object({ mean: z.number().nullable(), perTask: z.array(z.number().nullable()), undefinedTasks: count }),
) satisfies z.ZodType<MetricValues>;

const taskInPart = z.object({
  task: z.string(),
  labeled: count,
  positives: count.optional(),
  classCounts: z.array(count).optional(),
  mean: z.number().nullish(),
  std: z.number().nullish(),
});

/** What a report reads of run.json; whatever else stands there is left alone. */
const factsSchema = z.looseObject({
  graphsam: z.string(),
  runtime: z.string().optional(),
  toolkit: z.string().optional(),
  created: z.string().optional(),
  status: z.string(),
  config: z.looseObject({}),
  data: z.object({
    name: z.string(),
    checksums: z.record(z.string(), z.string()).default({}),
    tableLength: count,
    molecules: count,
    rejected: count,
    tasks: z.array(z.string()).min(1),
    taskType: taskTypeSchema,
    classes: z.array(z.array(z.string())).optional(),
    notes: texts,
    warnings: texts,
  }),
  split: z.object({
    algorithm: z.string(),
    seed: z.number().optional(),
    parts: z.array(
      z.object({ part: z.string(), molecules: count, scaffolds: count.optional(), tasks: z.array(taskInPart) }),
    ),
    warnings: texts,
  }),
  model: z.object({
    name: z.string(),
    preset: z.string().optional(),
    settings: z.looseObject({}),
    parameters: count,
  }),
  result: z
    .object({
      epochs: count,
      bestEpoch: count,
      stoppedEarly: z.boolean(),
      chosenBy: z.string(),
      validation: metricValues.nullable(),
      test: metricValues.nullable(),
      evaluations: count,
      secondsPerEpoch: count,
    })
    .optional(),
});
export type RunFacts = z.output<typeof factsSchema>;

/** Throws CheckpointError if a file is damaged or not of a run. */
export async function readRunRecord(texts: RunTexts): Promise<RunRecord> {
  const { name, metrics, probe, predictions, rejects } = texts;
  const facts = readFacts(texts.run, `${name}/${runFiles.run}`);
  return {
    name,
    facts,
    epochs: metrics === undefined ? [] : parseEpochs(metrics, `${name}/${runFiles.metrics}`),
    probes: probe === undefined ? [] : parseProbes(probe, `${name}/${runFiles.probe}`),
    test:
      predictions === undefined
        ? undefined
        : await readTestTable(predictions, facts.data, `${name}/${runFiles.predictions}`),
    rejects: rejects === undefined ? [] : await readRejects(rejects, `${name}/${runFiles.rejects}`),
  };
}

function readFacts(text: string, where: string): RunFacts {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError({
      code: 'run-damaged',
      what: 'it is not JSON',
      where,
      advice: 'Restore it or train anew.',
      cause,
    });
  }
  const checked = factsSchema.safeParse(parsed);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new CheckpointError({
    code: 'run-damaged',
    what: `it does not describe a run: ${issue!.path.join('.') || 'the whole'}: ${issue!.message}`,
    where,
    advice: 'Name a folder that graphsam train has written.',
  });
}
