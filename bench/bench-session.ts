/** A model opened on synthetic molecules of given sizes: what the benchmarks measure. */
import type { RandomStream } from '../src/base/random.ts';
import { findModel } from '../src/models/index.ts';
import type { Runtime } from '../src/runtime/index.ts';
import type { ModelSession } from '../src/train/model-session.ts';
import { openSession } from '../src/train/open-session.ts';
import { syntheticMolecule } from './synthetic-molecules.ts';

export interface BenchSessionOptions {
  readonly runtime: Runtime;
  readonly model: string;
  readonly preset: string;
  /** Settings that take the place of the preset's. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Atoms of each molecule. */
  readonly sizes: readonly number[];
  readonly threads: number;
  readonly stream: RandomStream;
}

export function openBenchSession(options: BenchSessionOptions): ModelSession {
  const { runtime, preset, overrides, sizes, threads, stream } = options;
  const model = findModel(options.model);
  const config = model.configSchema.parse({ ...(model.presets[preset] ?? model.presets.classification), ...overrides });
  return openSession({
    model,
    config,
    tasks: 1,
    loss: 'bce',
    dropoutRate: 0,
    features: sizes.map((size) => model.featurise(syntheticMolecule(size, stream))),
    runtime,
    threads,
    type: 'float32',
    transform: { kind: 'probability' },
  });
}
