/** What each worker answers of a run that is on its shelf: the desk of kept runs, the worker of a training of the run that it alone knows of. */
import { exportModel, exportReport, exportRun } from './export-run.ts';
import { openShelf } from './open-shelf.ts';
import { runResults } from './run-results.ts';
import { runToJoin } from './run-to-join.ts';
import { tablesOf } from './tables-of.ts';

export interface OfRun {
  readonly id: string;
}

export const runCalls = {
  tablesOf: async ({ id }: OfRun) => tablesOf(await openShelf(), id),
  epochs: async ({ id }: OfRun) => (await openShelf()).epochs(id),
  results: async ({ id }: OfRun) => runResults(await openShelf(), id),
  runToJoin: async ({ id }: OfRun) => runToJoin(await openShelf(), id),
  exportModel: async ({ id }: OfRun) => exportModel(await openShelf(), id),
  exportReport: async ({ id }: OfRun) => exportReport(await openShelf(), id),
  exportRun: async ({ id }: OfRun) => exportRun(await openShelf(), id),
};
