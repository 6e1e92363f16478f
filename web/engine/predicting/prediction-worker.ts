/** The worker that predicts: holds opened models, and answers for pasted SMILES and whole tables. */
import {
  type CallContext,
  CheckpointError,
  type ModelPredictor,
  openModelPredictor,
  type PortLike,
  portChannel,
  RunError,
  serve,
} from '../../../src/index.web.ts';
import type { OpenedModel, PredictionSummary, TableFile } from '../protocol.ts';
import { openChemistry, openRuntime } from '../site-files.ts';
import { type PredictTableInput, predictTable } from './predict-table.ts';

const models = new Map<number, ModelPredictor>();
let opened = 0;

interface OfModel {
  readonly model: number;
}

export const handlers = {
  open: async ({ file, threads }: { readonly file: TableFile; readonly threads: number }) => openModel(file, threads),
  close: async ({ model }: OfModel) => {
    const predictor = models.get(model);
    models.delete(model);
    await predictor?.release();
  },
  predict: ({ model, smiles }: OfModel & { readonly smiles: readonly string[] }) => modelOf(model).predict(smiles),
  predictTable: (
    { model, ...input }: OfModel & Omit<PredictTableInput, 'predictor'>,
    context: CallContext<PredictionSummary>,
  ) => predictTable({ predictor: modelOf(model), ...input }, context),
};

serve(portChannel(self as unknown as PortLike), handlers);

async function openModel({ name, content }: TableFile, threads: number): Promise<OpenedModel> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const chemistry = await openChemistry();
  const runtime = openRuntime(threads);
  const predictor = await openModelPredictor(bytes, { runtime, chemistry, threads, where: name });
  await refuseFeatureFile(predictor, name);
  const id = opened++;
  models.set(id, predictor);
  return { id, name, card: predictor.card, warnings: predictor.warnings };
}

/** A page reads tables of molecules, and no file of features beside them. */
async function refuseFeatureFile(predictor: ModelPredictor, where: string): Promise<void> {
  const { features } = predictor.card;
  if (!features?.fromFile) return;
  await predictor.release();
  const names = features.names.slice(-features.fromFile);
  throw new CheckpointError({
    what: `this model reads ${features.fromTable === features.fromFile ? 'columns of its table' : 'features from a file'} (${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''})`,
    where,
    advice: 'Predict with it on the command line: graphsam predict --features-path FILE.',
  });
}

function modelOf(id: number): ModelPredictor {
  const predictor = models.get(id);
  if (!predictor) throw new RunError({ what: 'this model was closed', advice: 'Open it again.' });
  return predictor;
}
