/** The candidates of a search (candidates.yaml in its folder): the named ones, and those drawn at random from the space that stands there. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const settingsSchema = z.strictObject({
  peak: z.number().positive(),
  initial: z.number().positive(),
  final: z.number().positive(),
  warmupEpochs: z.number().min(0),
  weightDecay: z.number().min(0).default(0),
  dropout: z.number().min(0).default(0),
  /** Both the averaged weights and those behind them are validated; the better one counts. */
  emaDecay: z.number().min(0).lt(1).optional(),
  width: z.int().positive().optional(),
  layers: z.int().positive().optional(),
  feedForwardLayers: z.int().positive().optional(),
  headLayers: z.int().positive().optional(),
  distanceKernel: z.string().optional(),
  norm: z.string().optional(),
  readout: z.string().optional(),
  moleculeFeatures: z.string().optional(),
  atomOrder: z.string().optional(),
  /** `builtin`: the network and its first weights are those of the package's encoder; or the folder of a run. */
  initFrom: z.string().optional(),
  /** Of the encoder's learning rate to the head's. */
  encoderLrRatio: z.number().positive().optional(),
  batchSize: z.int().positive(),
  loss: z.string(),
  epochs: z.int().positive(),
  classificationEpochs: z.int().positive(),
  patience: z.int().positive().optional(),
});

const drawnSchema = z.strictObject({
  seed: z.int(),
  count: z.int(),
  costLimit: z.number(),
  choices: z.record(z.string(), z.array(z.union([z.number(), z.string()])).min(1)),
});

const searchSchema = z.strictObject({
  named: z.record(z.string(), settingsSchema),
  drawn: drawnSchema.optional(),
  references: z.array(z.string()),
  rounds: z.array(
    z.strictObject({
      keep: z.int().positive().optional(),
      cells: z.array(z.string().regex(/^\w+ \w+$/)),
      seeds: z.array(z.int().min(100, 'seeds below 100 are kept for reporting')),
    }),
  ),
});

export type Settings = z.infer<typeof settingsSchema>;
type Round = z.infer<typeof searchSchema>['rounds'][number];

export interface Search {
  readonly candidates: Readonly<Record<string, Settings>>;
  /** Candidates that are in every round. */
  readonly references: readonly string[];
  readonly rounds: readonly Round[];
}

export async function readSearch(path: string): Promise<Search> {
  const { named, drawn, references, rounds } = searchSchema.parse(parse(await readFile(path, 'utf8')));
  return { candidates: { ...named, ...(drawn && drawCandidates(drawn)) }, references, rounds };
}

type Drawn = z.infer<typeof drawnSchema>;

/** drawn-01, drawn-02 ...: the same for the same seed and choices. */
export function drawCandidates({ seed, count, costLimit, choices }: Drawn): Record<string, Settings> {
  const random = randomNumbers(seed);
  const candidates: Record<string, Settings> = {};
  while (Object.keys(candidates).length < count) {
    const chosen = Object.entries(choices).map(([name, values]) => [
      name,
      values[Math.floor(random() * values.length)]!,
    ]);
    const draw = Object.fromEntries(chosen) as Record<string, unknown>;
    const settings = settingsSchema.parse({ ...draw, classificationEpochs: Math.ceil(Number(draw.epochs) / 2) });
    if (relativeCost(settings) > costLimit) continue;
    candidates[`drawn-${String(Object.keys(candidates).length + 1).padStart(2, '0')}`] = settings;
  }
  return candidates;
}

/** About how dear a training is against one of width 128, 2 layers, 60 epochs and batches of 32. */
function relativeCost({ width = 256, layers = 4, epochs, batchSize }: Settings): number {
  return (layers / 2) * (width / 128) * (epochs / 60) * Math.sqrt(32 / batchSize);
}

/** Mulberry32, by Tommy Ettinger (public domain): numbers from 0 to below 1. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
