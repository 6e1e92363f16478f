/**
 * A grid of trainings as plain data: what a comparison file (YAML or JSON) or the command line asks for. Every data set meets every model,
 * split, seed and optimizer; `grids` puts several such products side by side, each over the keys that stand outside.
 */
import { z } from 'zod';
import { checkShape } from '../config/index.ts';
import { trainConfigSchema } from '../runs/index.ts';

const standard = trainConfigSchema.parse({});

const label = z.string().min(1).optional();
const section = z.looseObject({});

/** A known data set by `name`, or tables by `paths`; the other keys are those of run.json's section `data`. */
const datasetSchema = z.looseObject({ label, name: z.string().optional(), paths: z.array(z.string()).optional() });
const modelSchema = z.strictObject({
  label,
  name: z.string(),
  preset: z.string().optional(),
  settings: section.prefault({}),
});
const optimizerSchema = z.strictObject({
  label,
  name: z.string(),
  hyperparameters: section.prefault({}),
  base: z.strictObject({ name: z.string(), hyperparameters: section.prefault({}) }).optional(),
  clipNorm: z.number().positive().optional(),
  freshDropout: z.boolean().optional(),
  /** The epochs in which this optimizer perturbs. */
  perturb: trainConfigSchema.shape.optimizer.unwrap().shape.perturb.unwrap().optional(),
  /** The learning rates of this optimizer alone, over those of the grid. */
  schedule: section.optional(),
});
/** `name` is a type of split. */
const splitSchema = z.looseObject({ label, name: z.string() });

export const protocols = ['same', 'paper'] as const;

const gridSchema = z.strictObject({
  datasets: z.array(datasetSchema).min(1),
  models: z
    .array(modelSchema)
    .min(1)
    .prefault([{ name: standard.model.name }]),
  optimizers: z.array(optimizerSchema).min(1),
  splits: z
    .array(splitSchema)
    .min(1)
    .prefault([{ name: standard.split.type }]),
  /** Each makes a split and a training, so that optimizers are compared seed by seed. */
  seeds: z.array(z.int().min(0)).min(1).default([0, 1, 2]),
  /** Classical models beside the networks, on the same splits. */
  baselines: z.array(z.string()).default([]),
  /** same: one schedule for all. paper: the protocol of the GraphSAM authors. */
  protocol: z.enum(protocols).default('same'),
  /** Sections of run.json that hold for all. */
  training: section.prefault({}),
  schedule: section.prefault({}),
});

export type Grid = z.output<typeof gridSchema>;

/** What a comparison without a file compares. */
export const comparedOptimizers: readonly string[] = ['adam', 'sam', 'graphsam'];

/** What a grid holds beside its data sets and optimizers. */
export const gridDefaults: Grid = gridSchema.parse({ datasets: [{}], optimizers: [{ name: comparedOptimizers[0] }] });

/** Lists whose entries may be a bare name. */
const namedLists = ['datasets', 'models', 'optimizers', 'splits'];

/**
 * Grids of a comparison. where: the file's name. locationOf: line of a path in it.
 * Throws ConfigError, naming path and line, for unknown keys, wrong types and empty lists.
 */
export function parseGrids(
  input: unknown,
  where: string,
  locationOf?: (path: readonly PropertyKey[]) => string | undefined,
): Grid[] {
  const advice = 'docs/comparing.md shows a comparison file.';
  const { grids, ...shared } = (input ?? {}) as Record<string, unknown>;
  const parts = Array.isArray(grids) ? (grids as Record<string, unknown>[]) : [{}];
  return parts.map((part, index) => {
    const locationInPart = (path: readonly PropertyKey[]): string | undefined => {
      const inPart = Array.isArray(grids) && Object.hasOwn(part ?? {}, path[0]!);
      return locationOf?.(inPart ? ['grids', index, ...path] : path);
    };
    return checkShape(gridSchema, withNames({ ...shared, ...part }), where, { advice, locationOf: locationInPart });
  });
}

/** `esol` for `{ name: esol }`, and a single entry for a list of one. */
function withNames(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(input).map(([key, value]) => {
    const isList = [...namedLists, 'seeds', 'baselines'].includes(key);
    const list = isList && !Array.isArray(value) ? [value] : value;
    if (!namedLists.includes(key) || !Array.isArray(list)) return [key, list];
    return [key, list.map((entry) => (typeof entry === 'string' ? { name: entry } : entry))];
  });
  return Object.fromEntries(entries);
}
