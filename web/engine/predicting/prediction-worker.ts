/** The worker that predicts: holds opened models, and answers for pasted SMILES and whole tables. */
import {
  type CallContext,
  CheckpointError,
  type ExplanationSource,
  type ModelPredictor,
  type ModelPredictorOptions,
  openExplanations,
  openModelPredictor,
  type PortLike,
  portChannel,
  RunError,
  serve,
} from '../../../src/index.web.ts';
import type { OpenedModel, PredictionSummary, TableFile } from '../protocol.ts';
import { openChemistry, openRuntime } from '../site-files.ts';
import { explainPasted } from './explain-pasted.ts';
import { type PredictTableInput, predictTable } from './predict-table.ts';

interface HeldModel {
  readonly predictor: ModelPredictor;
  readonly bytes: Uint8Array;
  readonly options: ModelPredictorOptions;
  /** Opened with the first molecule that is explained: it is a second network. */
  explanations?: Promise<ExplanationSource>;
}

const models = new Map<number, HeldModel>();
let opened = 0;

interface OfModel {
  readonly model: number;
}

export const handlers = {
  open: async ({ file, threads }: { readonly file: TableFile; readonly threads: number }) => openModel(file, threads),
  close: async ({ model }: OfModel) => {
    const held = models.get(model);
    models.delete(model);
    await held?.predictor.release();
    await (await held?.explanations)?.release();
  },
  predict: ({ model, smiles }: OfModel & { readonly smiles: readonly string[] }) =>
    modelOf(model).predictor.predict(smiles),
  explain: async ({ model, smiles }: OfModel & { readonly smiles: string }) => {
    const held = modelOf(model);
    held.explanations ??= openExplanations(held.bytes, held.options);
    return explainPasted(await held.explanations, smiles);
  },
  predictTable: (
    { model, ...input }: OfModel & Omit<PredictTableInput, 'predictor'>,
    context: CallContext<PredictionSummary>,
  ) => predictTable({ predictor: modelOf(model).predictor, ...input }, context),
};

serve(portChannel(self as unknown as PortLike), handlers);

async function openModel({ name, content }: TableFile, threads: number): Promise<OpenedModel> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  const chemistry = await openChemistry();
  const runtime = openRuntime(threads);
  const options = { runtime, chemistry, threads, where: name };
  const predictor = await openModelPredictor(bytes, { ...options, withApplicability: 'if-kept' });
  await refuseFeatureFile(predictor, name);
  const id = opened++;
  models.set(id, { predictor, bytes, options });
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

function modelOf(id: number): HeldModel {
  const held = models.get(id);
  if (!held) throw new RunError({ what: 'this model was closed', advice: 'Open it again.' });
  return held;
}
