/** A model's bytes as a predictor on the thread that asks, with the runtime and the chemistry that Node has. */
import { loadChemistry } from '../chem/index.node.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import { type ModelPredictor, openModelPredictor } from './model-predictor.ts';
import type { OpenPredictorOptions } from './predictor.ts';

/** threads: inside one operator. Throws CheckpointError for a model that cannot be used, MachineError where RDKit or ONNX Runtime do not load. */
export async function openPredictor(
  model: Uint8Array,
  {
    backend,
    where = 'the model',
    threads = 1,
    ...asked
  }: OpenPredictorOptions & { readonly threads?: number | undefined } = {},
): Promise<ModelPredictor> {
  const warnings: string[] = [];
  const onFallback = (message: string): void => void warnings.push(message);
  const [runtime, chemistry] = await Promise.all([
    loadRuntime({ ...(backend && { backend }), onFallback }),
    loadChemistry(),
  ]);
  const predictor = await openModelPredictor(model, { runtime, chemistry, threads, where, ...asked });
  return { ...predictor, warnings: [...warnings, ...predictor.warnings] };
}
