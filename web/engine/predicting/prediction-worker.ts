/** The worker that predicts: holds opened models, and answers for SMILES, whole tables and their rows. */
import {
  type CallContext,
  openExplanations,
  type PortLike,
  portChannel,
  RunError,
  serve,
} from '../../../src/index.web.ts';
import type { PredictionSummary, RowsQuery, RowsView, TablePrediction } from '../protocol.ts';
import { explainPasted } from './explain-pasted.ts';
import { type OpenTogetherInput, openTogether } from './open-together.ts';
import { closeModel, medicinePercentiles, modelOf, type OpenModelInput, openModel, prepare } from './opened-models.ts';
import { type PredictTableInput, predictTable } from './predict-table.ts';

let tables = 0;

interface OfModel {
  readonly model: number;
}

interface OfTable extends OfModel {
  readonly table: number;
}

export const handlers = {
  prepare: ({ threads }: { readonly threads: number }) => prepare(threads),
  open: (input: OpenModelInput) => openModel(input),
  openTogether: (input: OpenTogetherInput) => openTogether(input),
  exportModel: ({ model }: OfModel) => new Blob([modelOf(model).bytes as Uint8Array<ArrayBuffer>]),
  close: ({ model }: OfModel) => closeModel(model),
  predict: ({ model, smiles }: OfModel & { readonly smiles: readonly string[] }) =>
    modelOf(model).predictor.predict(smiles),
  explain: async ({ model, smiles }: OfModel & { readonly smiles: string }) => {
    const held = modelOf(model);
    held.explanations ??= openExplanations(held.bytes, held.options);
    return explainPasted(await held.explanations, smiles);
  },
  predictTable: async (
    { model, ...input }: OfModel & Omit<PredictTableInput, 'predictor'>,
    context: CallContext<PredictionSummary>,
  ): Promise<TablePrediction> => {
    const held = modelOf(model);
    const { rows, prediction } = await predictTable({ predictor: held.predictor, ...input }, context);
    const id = tables++;
    held.tables.set(id, rows);
    return { id, ...prediction };
  },
  rows: async ({ model, table, query }: OfTable & { readonly query: RowsQuery }): Promise<RowsView> => {
    const held = modelOf(model);
    const rows = held.tables.get(table);
    if (!rows) throw new RunError({ what: 'these predictions were closed', advice: 'Predict the molecules again.' });
    const found = rows.find(query);
    const medicines = query.withMedicines ? await medicinePercentiles(held) : undefined;
    const page = found.slice(query.from, query.from + query.count);
    return { found: found.length, rows: page.map((row) => rows.shown(row, { training: held.training, medicines })) };
  },
  closeTable: ({ model, table }: OfTable) => {
    modelOf(model).tables.delete(table);
  },
};

serve(portChannel(self as unknown as PortLike), handlers);
