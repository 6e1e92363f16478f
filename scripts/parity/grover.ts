/** GROVER: features, models, optimizer steps, learning rates (golden/grover; the kind of a file stands in its `format`). */
import { loadChemistry } from '../../src/chem/rdkit.node.ts';
import { loadRuntime } from '../../src/runtime/onnxruntime.node.ts';
import { checkFeatures, type GoldenFeatures } from './grover/features.ts';
import type { ModelCase } from './grover/golden.ts';
import { checkModelCase } from './grover/model-case.ts';
import { checkSchedules, type GoldenSchedules } from './grover/schedule.ts';
import { checkSteps, type GoldenSteps } from './grover/steps.ts';
import type { ParityPart } from './part.ts';
import { checkFiles } from './trajectory.ts';

type GoldenFile =
  | ({ readonly format: 'grover-golden/1' } & ModelCase)
  | ({ readonly format: 'grover-features/1' } & GoldenFeatures)
  | ({ readonly format: 'grover-steps/1' } & GoldenSteps)
  | ({ readonly format: 'grover-schedule/1' } & GoldenSchedules);

export const groverParity: ParityPart = {
  path: 'grover',
  async *check(folder) {
    const chemistry = await loadChemistry();
    const runtime = await loadRuntime();
    yield* checkFiles<GoldenFile>(folder, 'grover', async function* (golden, file) {
      switch (golden.format) {
        case 'grover-golden/1':
          yield* checkModelCase(file, golden, chemistry, runtime);
          break;
        case 'grover-features/1':
          yield checkFeatures(file, golden, chemistry);
          break;
        case 'grover-steps/1':
          yield* checkSteps(file, golden, chemistry, runtime);
          break;
        case 'grover-schedule/1':
          yield checkSchedules(file, golden);
          break;
        default:
          throw new Error(`unknown format ${JSON.stringify((golden as { format?: unknown }).format)}`);
      }
    });
  },
};
