/** What can be asked of the worker for everything short: tables, drawings, saved runs, menus. */
import type { DrawingOptions } from '../../../src/index.web.ts';
import type {
  Catalog,
  EpochReport,
  ResourceEstimate,
  RunResults,
  SavedRun,
  TableFile,
  TableGlance,
  TableOptions,
  TableReport,
  TrainConfig,
  TrainConfigInput,
} from '../protocol.ts';
import type { EstimatedTable } from './estimate.ts';

interface Call<Input, Result, News = never> {
  readonly input: Input;
  readonly result: Result;
  readonly news: News;
}
type OfRun<Result> = Call<{ readonly id: string }, Result>;

export interface DeskCalls {
  readonly catalog: Call<undefined, Catalog>;
  readonly storage: Call<undefined, { readonly kept: boolean; readonly reason: string }>;
  readonly example: Call<undefined, TableFile>;
  readonly glance: Call<{ readonly file: TableFile; readonly options: TableOptions }, TableGlance>;
  readonly inspect: Call<{ readonly files: readonly TableFile[]; readonly options: TableOptions }, TableReport, number>;
  readonly checkConfig: Call<TrainConfigInput, TrainConfig>;
  readonly estimate: Call<
    { readonly configs: readonly TrainConfigInput[]; readonly table: EstimatedTable; readonly budgetMb: number },
    ResourceEstimate
  >;
  readonly draw: Call<{ readonly smiles: string; readonly options: DrawingOptions }, string | undefined>;
  readonly listRuns: Call<undefined, SavedRun[]>;
  readonly deleteRun: OfRun<undefined>;
  readonly epochs: OfRun<EpochReport[]>;
  readonly results: OfRun<RunResults>;
  readonly exportModel: OfRun<Blob>;
  readonly exportReport: OfRun<Blob>;
  readonly exportRun: OfRun<Blob>;
  /** id: its name if it is new here. */
  readonly importRun: Call<
    { readonly id: string; readonly file: TableFile; readonly tables: readonly TableFile[] },
    SavedRun
  >;
}
