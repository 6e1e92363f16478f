/** The module that prediction threads load: one model, one runtime thread each. */
import { loadChemistry } from '../chem/index.node.ts';
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import { openModelPredictor } from './model-predictor.ts';
import type { OpenPredictor } from './predictor.ts';
import { servePredictor } from './serve-predictor.ts';

await loadInheritedPlugins();

const loadPredictor: OpenPredictor = async (model, { backend, where = 'the model', ...asked }) => {
  const warnings: string[] = [];
  const onFallback = (message: string): void => {
    warnings.push(message);
  };
  const [runtime, chemistry] = await Promise.all([
    loadRuntime({ ...(backend && { backend }), onFallback }),
    loadChemistry(),
  ]);
  const predictor = await openModelPredictor(model, { runtime, chemistry, threads: 1, where, ...asked });
  return { ...predictor, warnings: [...warnings, ...predictor.warnings] };
};

export const { open, predict } = servePredictor(loadPredictor);
