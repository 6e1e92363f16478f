/** The module that prediction threads load: one model, one runtime thread each. */
import { loadInheritedPlugins } from '../plugins/index.node.ts';
import { openPredictor } from './open-predictor.node.ts';
import { servePredictor } from './serve-predictor.ts';

await loadInheritedPlugins();

export const { open, predict } = servePredictor(openPredictor);
