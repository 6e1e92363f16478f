/** A model for programs in browsers and workers: on the thread that calls it, without files, threads or workers. */
import { CheckpointError } from '../base/index.ts';
import { loadChemistry, type RdkitWasm } from '../chem/index.web.ts';
import { loadRuntime, type Runtime, type WebRuntimeOptions } from '../runtime/index.web.ts';
import { type LoadedPredictor, loadedPredictor } from './loaded-predictor.ts';
import { openModelPredictor } from './model-predictor.ts';
import type { AskedTrust } from './predictor.ts';

export interface LoadPredictorOptions extends AskedTrust {
  /**
   * Answer how like the training molecules each is, which a model may not keep: `nearest_training_smiles`, `nearest_training_similarity`,
   * `nearest_training_<target>`, `unseen_environments`. Default false.
   */
  readonly withApplicability?: boolean | undefined;
  /** RDKit_minimal.wasm of @rdkit/rdkit: its address, its bytes, or what they compile to. */
  readonly rdkit: RdkitWasm;
  /** ort-wasm-simd-threaded.wasm of onnxruntime-web: its address or its bytes; or an opened runtime, of loadWebGpuRuntime. */
  readonly onnxruntime: WebRuntimeOptions['files']['wasm'] | Runtime;
  /** Threads inside one operator, where memory can be shared. Default 1. */
  readonly threads?: number | undefined;
}

/**
 * model: a model.onnx, as its bytes or its address.
 * Throws CheckpointError for a model that cannot be used, MachineError where RDKit or ONNX Runtime do not load.
 */
export async function loadPredictor(
  model: string | URL | Uint8Array,
  { rdkit, onnxruntime, threads = 1, ...asked }: LoadPredictorOptions,
): Promise<LoadedPredictor> {
  const where = model instanceof Uint8Array ? 'the model' : String(model);
  const chemistry = loadChemistry(rdkit);
  // Thrown where it is awaited; the model may be refused before.
  chemistry.catch(() => {});
  const bytes = await bytesOf(model);
  const isFile = typeof onnxruntime === 'string' || onnxruntime instanceof Uint8Array;
  const runtime = isFile ? await loadRuntime({ files: { wasm: onnxruntime }, threads }) : onnxruntime;
  const options = { runtime, chemistry, threads, where, ...asked };
  return loadedPredictor(await openModelPredictor(bytes, options));
}

async function bytesOf(model: string | URL | Uint8Array): Promise<Uint8Array> {
  if (model instanceof Uint8Array) return model;
  const response = await fetch(model).catch((cause) => cause as Error);
  if (response instanceof Response && response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new CheckpointError({
    code: 'cannot-read',
    what: `cannot fetch it (${response instanceof Response ? response.status : response.message})`,
    where: String(model),
    advice: 'Check the address.',
    cause: response instanceof Response ? undefined : response,
  });
}
