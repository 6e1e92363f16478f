/** The worker that predicts: holds opened models, and answers for pasted SMILES and whole tables. */
import { type ModelPredictor, openModelPredictor, RunError } from '../../../src/index.web.ts';
import type { OpenedModel, TableFile } from '../protocol.ts';
import { openChemistry, openRuntime } from '../site-files.ts';
import { serve } from '../threads/remote.ts';
import { predictTable } from './predict-table.ts';
import type { PredictionCalls } from './prediction-calls.ts';

const models = new Map<number, ModelPredictor>();
let opened = 0;

serve<PredictionCalls>({
  open: async ({ file, threads }) => openModel(file, threads),
  close: async ({ model }) => {
    const predictor = models.get(model);
    models.delete(model);
    await predictor?.release();
    return undefined;
  },
  predict: ({ model, smiles }) => modelOf(model).predict(smiles),
  predictTable: ({ model, ...input }, hooks) => predictTable({ predictor: modelOf(model), ...input }, hooks),
});

async function openModel({ name, content }: TableFile, threads: number): Promise<OpenedModel> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const chemistry = await openChemistry();
  const runtime = openRuntime(threads);
  const predictor = await openModelPredictor(bytes, { runtime, chemistry, threads, where: name });
  const id = opened++;
  models.set(id, predictor);
  return { id, name, card: predictor.card, warnings: predictor.warnings };
}

function modelOf(id: number): ModelPredictor {
  const predictor = models.get(id);
  if (!predictor) throw new RunError({ what: 'this model was closed', advice: 'Open it again.' });
  return predictor;
}
