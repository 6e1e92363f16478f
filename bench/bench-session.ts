/** A model opened on molecules with a preset's settings: what the benchmarks measure. */
import type { Molecule } from '../src/chem/index.ts';
import { findModel } from '../src/models/index.ts';
import type { ModelSession } from '../src/objective/model-session.ts';
import { openSession } from '../src/objective/open-session.ts';
import type { Runtime } from '../src/runtime/index.ts';
import { binary } from '../src/tasks/index.ts';

export interface BenchSessionOptions {
  readonly runtime: Runtime;
  readonly model: string;
  readonly preset: string;
  /** Settings that take the place of the preset's. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly molecules: readonly Molecule[];
  readonly threads: number;
}

export function openBenchSession(options: BenchSessionOptions): ModelSession {
  const { runtime, preset, overrides, molecules, threads } = options;
  const model = findModel(options.model);
  const config = model.configSchema.parse({ ...(model.presets[preset] ?? model.presets.classification), ...overrides });
  return openSession({
    model,
    config,
    tasks: 1,
    head: binary.head({ taskNames: [] }),
    loss: binary.losses[0],
    dropoutRate: 0,
    features: molecules.map((molecule) => model.featurize(molecule)),
    runtime,
    threads,
    type: 'float32',
  });
}
