/** The worker for everything short: tables, drawings, saved runs, menus. It loads RDKit with the first molecule it meets. */
import { parseTrainConfig } from '../../../src/index.web.ts';
import { catalog } from '../catalog.ts';
import { exampleTable, openChemistry } from '../site-files.ts';
import { exportModel, exportReport, exportRun } from '../storage/export-run.ts';
import { importRun } from '../storage/import-run.ts';
import { openShelf } from '../storage/open-shelf.ts';
import { lockedRuns } from '../storage/run-lock.ts';
import { runResults } from '../storage/run-results.ts';
import { glanceTable } from '../tables/glance-table.ts';
import { inspectTable } from '../tables/inspect-table.ts';
import { serve } from '../threads/remote.ts';
import type { DeskCalls } from './desk-calls.ts';
import { estimate } from './estimate.ts';
import { savedRun, savedRuns } from './saved-runs.ts';

serve<DeskCalls>({
  catalog,
  storage: async () => {
    const { kept, reason } = await openShelf();
    return { kept, reason };
  },
  example: exampleTable,
  glance: ({ file, options }) => glanceTable(file, options),
  inspect: ({ files, options }, hooks) => inspectTable(files, options, hooks),
  checkConfig: (config) => parseTrainConfig(config, 'the settings'),
  estimate: ({ configs, table, budgetMb }) => estimate(configs, table, budgetMb),
  draw: async ({ smiles, options }) => (await openChemistry()).draw(smiles, options),
  listRuns: async () => savedRuns(await openShelf()),
  deleteRun: async ({ id }) => {
    await (await openShelf()).remove(id);
    return undefined;
  },
  epochs: async ({ id }) => (await openShelf()).epochs(id),
  results: async ({ id }) => runResults(await openShelf(), id),
  exportModel: async ({ id }) => exportModel(await openShelf(), id),
  exportReport: async ({ id }) => exportReport(await openShelf(), id),
  exportRun: async ({ id }) => exportRun(await openShelf(), id),
  importRun: async ({ id, file, tables }) => {
    const shelf = await openShelf();
    return savedRun(shelf, await importRun(shelf, id, file, tables), await lockedRuns());
  },
});
