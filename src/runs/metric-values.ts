/** Metrics as run.json and metrics.jsonl keep them. */
import { z } from 'zod';

const nullable = z.number().nullable();

export const metricValues = z.record(
  z.string(),
  z
    .object({
      mean: nullable,
      perTask: z.array(nullable).readonly(),
      undefinedTasks: z.number(),
      standardized: nullable.optional(),
    })
    .readonly(),
);
