/** A model for programs in Node: on the thread that calls it, without files where its bytes are given. */
import { fileURLToPath } from 'node:url';
import type { Backend } from '../runtime/index.ts';
import { type LoadedPredictor, loadedPredictor } from './loaded-predictor.ts';
import { readModelFile } from './model-file.node.ts';
import { openPredictor } from './open-predictor.node.ts';
import type { AskedTrust } from './predictor.ts';

export interface LoadPredictorOptions extends AskedTrust {
  /**
   * Answer how like the training molecules each is, which a model may not keep: `nearest_training_smiles`, `nearest_training_similarity`,
   * `nearest_training_<target>`, `unseen_environments`. Default false.
   */
  readonly withApplicability?: boolean | undefined;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: Backend | undefined;
  /** Threads inside one operator. Default 1, as `graphsam predict` has. */
  readonly threads?: number | undefined;
}

/**
 * model: a run folder, a model.onnx, or its bytes.
 * Throws CheckpointError for a model that cannot be used, MachineError where RDKit or ONNX Runtime do not load.
 *
 *     const predictor = await loadPredictor('runs/solubility');
 *     const [ethanol] = await predictor.predict(['CCO']);
 */
export async function loadPredictor(
  model: string | URL | Uint8Array,
  options: LoadPredictorOptions = {},
): Promise<LoadedPredictor> {
  const { bytes, path: where } =
    model instanceof Uint8Array
      ? { bytes: model, path: 'the model' }
      : await readModelFile(model instanceof URL ? fileURLToPath(model) : model);
  return loadedPredictor(await openPredictor(bytes, { where, ...options }));
}
