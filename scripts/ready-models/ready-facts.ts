/** What the page says of a ready model: measured by its run, stored beside it in web/models/models.json. */
import { z } from 'zod';
import { type ReadyRecipe, width } from './recipes.ts';

/** Of run.json, what is told on. */
const runSchema = z.object({
  data: z.object({ tasks: z.array(z.string()) }),
  config: z.object({ split: z.object({ type: z.string(), seed: z.int() }) }),
  split: z.object({ parts: z.array(z.object({ part: z.string(), molecules: z.int() })) }),
  result: z.object({
    bestEpoch: z.int(),
    epochs: z.int(),
    testContext: z.object({
      molecules: z.int(),
      metric: z.string(),
      interval: z.tuple([z.number(), z.number()]),
      meanPredictor: z.number(),
      baselines: z.array(z.object({ name: z.string(), value: z.number() })),
    }),
    test: z.record(z.string(), z.object({ mean: z.number() })),
  }),
});

export function readyFacts(recipe: ReadyRecipe, run: unknown, sizeBytes: number): Record<string, unknown> {
  const { data, config, split, result } = runSchema.parse(run);
  const { molecules, metric, interval, meanPredictor, baselines } = result.testContext;
  const { name, title, unit, source, limits } = recipe;
  return {
    name,
    title,
    ...(unit && { unit }),
    targets: data.tasks,
    source,
    limits,
    trainedOn: split.parts.find(({ part }) => part === 'train')!.molecules,
    split: config.split.type,
    tested: {
      molecules,
      metric,
      value: rounded(result.test[metric]!.mean),
      interval: interval.map(rounded),
      guess: rounded(meanPredictor),
      baselines: baselines.map((baseline) => ({ name: baseline.name, value: rounded(baseline.value) })),
    },
    command: `graphsam train ${trainArguments(recipe).join(' ')}`,
    sizeBytes,
  };
}

/** As a user types them, without where the table and the run are. */
export function trainArguments({ dataset, epochs }: ReadyRecipe): string[] {
  return `--dataset ${dataset} --split scaffold_balanced --width ${width} --epochs ${epochs}`.split(' ');
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
