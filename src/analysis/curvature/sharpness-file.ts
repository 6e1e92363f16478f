/** sharpness.json: what was measured on which runs, and how; nothing of the machine that measured it. */
import { z } from 'zod';
import { CheckpointError, setting } from '../../base/index.ts';
import type { AnalyzedRunSummary } from '../run/analyzed-run.ts';
import type { Sharpness, SharpnessOptions } from './sharpness.ts';

export const sharpnessFileName = 'sharpness.json';

export interface SharpnessFile {
  readonly kind: 'sharpness';
  readonly format: 1;
  /** Version of graphsam that measured. */
  readonly graphsam: string;
  readonly options: SharpnessOptions;
  readonly runs: readonly RunSharpness[];
}

export interface RunSharpness {
  readonly run: AnalyzedRunSummary;
  /** The rows that the loss is the mean over, drawn from the training part; runs with one checksum were measured on the same rows. */
  readonly rows: {
    readonly part: 'train';
    readonly count: number;
    readonly batchSize: number;
    readonly checksum: string;
  };
  readonly sharpness: Sharpness;
}

/** JSON writes what is not finite as null; texts show it as it stands there. */
const measured = z.number().nullable();
const estimate = z.looseObject({ mean: measured, standardError: measured, draws: z.number() });
const eigenvalue = z.looseObject({ value: measured });

/** What tables and reports read of it; whatever else stands there is kept as it is. */
const schema = z.looseObject({
  kind: z.literal('sharpness'),
  format: z.literal(1),
  options: z.looseObject({ traceDraws: z.number(), radius: z.number(), ascentSteps: z.number() }),
  runs: z
    .array(
      z.looseObject({
        run: z.looseObject({
          name: z.string(),
          loss: z.string(),
          optimizer: z.looseObject({ name: z.string() }),
          weights: z.looseObject({ choice: z.string(), epoch: z.number() }),
          test: z.record(z.string(), measured).nullable(),
        }),
        rows: z.looseObject({ count: z.number(), batchSize: z.number(), checksum: z.string() }),
        sharpness: z.looseObject({
          loss: measured,
          gradientNorm: measured,
          eigenvalues: z
            .looseObject({
              largest: z.array(eigenvalue).min(1),
              smallest: eigenvalue,
              products: z.number(),
              settled: z.boolean(),
              check: z.looseObject({ apart: measured, disagreement: measured }),
            })
            .nullable(),
          trace: estimate.nullable(),
          epsilonSharpness: z.looseObject({ rise: measured, riseOfOneStep: measured }),
          mSharpness: z.looseObject({ rise: estimate, riseOfOneStep: estimate }),
        }),
      }),
    )
    .min(1),
});

/** where: the file, for messages. Throws CheckpointError naming the field for anything but a measured sharpness. */
export function parseSharpness(text: string, where: string): SharpnessFile {
  const advice = `Measure it again with ${setting('run.overwrite')}, or delete the file.`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw new CheckpointError({ code: 'analysis-damaged', what: 'it is not JSON', where, advice, cause });
  }
  const checked = schema.safeParse(parsed);
  if (checked.success) return checked.data as unknown as SharpnessFile;
  const [issue] = checked.error.issues;
  const field = issue!.path.join('.') || 'the whole';
  throw new CheckpointError({
    code: 'analysis-damaged',
    what: `no sharpness, or damaged: ${field}: ${issue!.message}`,
    where,
    advice,
  });
}
