/** The worker for everything short: tables, drawings, saved runs, menus. It loads RDKit with the first molecule it meets. */
import {
  type CallContext,
  type DrawingOptions,
  type PortLike,
  parseTrainConfig,
  portChannel,
  serve,
} from '../../../src/index.web.ts';
import { catalog } from '../catalog.ts';
import { predictorFile } from '../predictor-file/predictor-file.ts';
import type { TableFile, TableOptions, TrainConfigInput } from '../protocol.ts';
import { exampleTable, openChemistry } from '../site-files.ts';
import { compareTests } from '../storage/compare-tests.ts';
import { importRun } from '../storage/import-run.ts';
import { openRunDatabase } from '../storage/open-run-database.ts';
import { type OfRun, runCalls } from '../storage/run-calls.ts';
import { endingMs, lockedRuns, lockRun } from '../storage/run-lock.ts';
import { countRows } from '../tables/count-rows.ts';
import { glanceTable } from '../tables/glance-table.ts';
import { inspectTable } from '../tables/inspect-table.ts';
import { openWorkbook } from '../tables/open-workbook.ts';
import { withInitialModel } from '../training/initial-encoder.ts';
import { type EstimatedTable, estimate } from './estimate.ts';
import { savedRun, savedRuns } from './saved-runs.ts';

export const handlers = {
  ...runCalls,
  catalog,
  storage: async () => {
    const { kept, reason } = await openRunDatabase();
    return { kept, reason };
  },
  example: exampleTable,
  workbook: ({ file, sheet }: { readonly file: TableFile; readonly sheet: string | undefined }) =>
    openWorkbook(file, sheet),
  glance: ({ file, options }: { readonly file: TableFile; readonly options: TableOptions }) =>
    glanceTable(file, options),
  /** Its events are the rows read so far. */
  inspect: (
    { files, options }: { readonly files: readonly TableFile[]; readonly options: TableOptions },
    context: CallContext<number>,
  ) => inspectTable(files, options, context),
  countRows: (
    { file, header }: { readonly file: TableFile; readonly header: boolean },
    { signal }: CallContext<never>,
  ) => countRows(file, header, signal),
  checkConfig: async (config: TrainConfigInput) => parseTrainConfig(await withInitialModel(config), 'the settings'),
  estimate: async ({
    configs,
    table,
    budgetMb,
  }: {
    readonly configs: readonly TrainConfigInput[];
    readonly table: EstimatedTable;
    readonly budgetMb: number;
  }) => estimate(await Promise.all(configs.map(withInitialModel)), table, budgetMb),
  draw: async ({ smiles, options }: { readonly smiles: string; readonly options: DrawingOptions }) =>
    (await openChemistry()).draw(smiles, options),
  usualTautomer: async ({ smiles }: { readonly smiles: string }) => (await openChemistry()).usualTautomer(smiles),
  listRuns: async () => savedRuns(await openRunDatabase()),
  deleteRun: async ({ id }: OfRun) => {
    const unlock = await lockRun(id, endingMs);
    try {
      await (await openRunDatabase()).remove(id);
    } finally {
      unlock();
    }
  },
  compare: compareTests,
  predictorFile,
  /** id: its name if it is new here. */
  importRun: async ({
    id,
    file,
    tables,
  }: {
    readonly id: string;
    readonly file: TableFile;
    readonly tables: readonly TableFile[];
  }) => {
    const database = await openRunDatabase();
    return savedRun(database, await importRun(database, id, file, tables), await lockedRuns());
  },
};

serve(portChannel(self as unknown as PortLike), handlers);
