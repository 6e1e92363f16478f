/** What each worker answers of a run of its database: the utility worker of stored runs, the worker of a training of the run that it alone knows of. */
import { exportModel, exportReport, exportRun } from './export-run.ts';
import { openRunDatabase } from './open-run-database.ts';
import { runResults } from './run-results.ts';
import { runToJoin } from './run-to-join.ts';
import { tablesOf } from './tables-of.ts';

export interface OfRun {
  readonly id: string;
}

export const runCalls = {
  tablesOf: async ({ id }: OfRun) => tablesOf(await openRunDatabase(), id),
  epochs: async ({ id }: OfRun) => (await openRunDatabase()).epochs(id),
  results: async ({ id }: OfRun) => runResults(await openRunDatabase(), id),
  runToJoin: async ({ id }: OfRun) => runToJoin(await openRunDatabase(), id),
  exportModel: async ({ id }: OfRun) => exportModel(await openRunDatabase(), id),
  exportReport: async ({ id }: OfRun) => exportReport(await openRunDatabase(), id),
  exportRun: async ({ id }: OfRun) => exportRun(await openRunDatabase(), id),
};
