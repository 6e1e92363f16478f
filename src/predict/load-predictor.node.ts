/** The module that prediction threads load: one model, one runtime thread each. */
import { loadChemistry } from '../chem/rdkit.node.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import { openModelPredictor } from './model-predictor.ts';
import type { LoadPredictor } from './predictor.ts';

export const loadPredictor: LoadPredictor = async (model) => {
  const [runtime, chemistry] = await Promise.all([loadRuntime(), loadChemistry()]);
  return openModelPredictor(model, { runtime, chemistry, threads: 1, where: 'the model' });
};
