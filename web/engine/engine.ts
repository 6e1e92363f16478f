/**
 * The engine as the page sees it: promises and callbacks. All work happens in workers: one for tables and drawings, one for
 * models that predict, one for each training. What goes wrong rejects with the library's own errors (GraphsamError: what, where,
 * advice), made again on this side.
 */
import type { InchiHooks } from './inchi/inchi-reader.ts';
import type {
  Catalog,
  ComputingDevice,
  Difference,
  Environment,
  EpochReport,
  InchiReading,
  LandscapeLine,
  LandscapeOptions,
  OpenedModel,
  OpenedWorkbook,
  PastedExplanation,
  Position,
  PredictionSummary,
  PredictorFileInput,
  ResourceEstimate,
  RowsQuery,
  RowsView,
  RunResults,
  SavedRun,
  SingleRunEvent,
  StepNews,
  StructurePrediction,
  TableFile,
  TableGlance,
  TableOptions,
  TablePrediction,
  TableReport,
  TestEvaluation,
  TrainConfig,
  TrainConfigInput,
  TrainingOutcome,
  TrainingRequest,
  TrainingState,
} from './protocol.ts';

export interface TrainingListeners {
  readonly onState?: (state: TrainingState) => void;
  /** Data read, model built: what stands in the `data` and `model` events of a run. */
  readonly onEvent?: (event: Extract<SingleRunEvent, { kind: 'data' | 'model' | 'initialized' | 'start' }>) => void;
  readonly onStep?: (news: StepNews) => void;
  /** Also called for the epochs that a continued run has behind it, in order, before its first step. */
  readonly onEpoch?: (report: EpochReport) => void;
  readonly onWarning?: (message: string) => void;
}

/** A training in a worker of its own. */
export interface Training {
  /** Its name in the storage. */
  readonly id: string;
  readonly state: TrainingState;
  /** Resolves when it is finished or stopped; rejects with what went wrong, or with the closing if it was reset. */
  readonly outcome: Promise<TrainingOutcome>;
  /** Resolves once it stands still between two steps. */
  pause(): Promise<Position>;
  resume(): void;
  /** One step, then it stands still again. May be called while paused or running. */
  step(): Promise<Position>;
  /** Saves and ends it; continueRun goes on later. */
  stop(): Promise<void>;
  /** Ends it and forgets everything about it; `outcome` rejects if it was under way. */
  reset(): Promise<void>;
}

export interface Engine {
  environment(): Promise<Environment>;
  catalog(): Promise<Catalog>;
  /** The table inside the page. */
  example(): Promise<TableFile>;
  /** A sheet of an Excel workbook as a table. Rejects with DataError for anything else. */
  openWorkbook(file: TableFile, sheet?: string): Promise<OpenedWorkbook>;
  /** The columns of a table, also where nothing can be learned from it as it is. */
  glance(file: TableFile, options?: TableOptions): Promise<TableGlance>;
  /** Reads a table whole and says what is in it. Rejects with DataError or ConfigError where nothing can be learned from it. */
  inspectTable(files: readonly TableFile[], options?: TableOptions, hooks?: InspectHooks): Promise<TableReport>;
  /** The configuration with its defaults. Rejects with ConfigError that names each key that is wrong. */
  checkConfig(config: TrainConfigInput): Promise<TrainConfig>;
  /** Of training these configurations side by side on a table of that size. */
  estimate(
    configs: readonly TrainConfigInput[],
    table: Pick<TableReport, 'molecules' | 'sizes' | 'tasks' | 'taskType' | 'known'>,
  ): Promise<ResourceEstimate>;
  startTraining(request: TrainingRequest, listeners?: TrainingListeners): Training;
  /** Runs of this and earlier visits, newest first; where the browser keeps none, those that were trained since the page was opened. */
  listSavedRuns(): Promise<SavedRun[]>;
  /** Goes on where the checkpoint stands; a finished run gives its result again. */
  continueRun(id: string, listeners?: TrainingListeners): Training;
  /** Ends it if it is under way, and forgets everything about it. Rejects with RunError for one that another tab trains. */
  deleteRun(id: string): Promise<void>;
  /** The tables of a run as they were given, or the example; none for a run that came without them. */
  tablesOf(id: string): Promise<readonly TableFile[]>;
  /** Of any run, those that are done. */
  epochs(id: string): Promise<EpochReport[]>;
  /** Of a finished run. */
  results(id: string): Promise<RunResults>;
  /**
   * Fits a random forest to the training set of a finished run, in a worker of its own, and evaluates the run beside it. Rejects for a run whose
   * table is not here, and as soon as the signal is aborted.
   */
  fitForest(id: string, options?: { readonly signal?: AbortSignal }): Promise<TestEvaluation>;
  /** Metrics of one run minus those of another, by name, with intervals: of runs that were tested on the same molecules. */
  compareTests(first: RunResults, second: RunResults): Promise<Readonly<Record<string, Difference>>>;
  /** model.onnx of a finished run. */
  exportModel(id: string): Promise<Blob>;
  /** The report of a finished run: one HTML file with everything in it, as the command line writes it. */
  exportReport(id: string): Promise<Blob>;
  /** The run folder as a zip, the same files that the command line writes. */
  exportRun(id: string): Promise<Blob>;
  /**
   * A run folder as a zip, of the command line or of a page, as a run of this browser. An unfinished one can go on where its tables are
   * known: those in the zip, those given here, or the example. Rejects with CheckpointError for what is no run.
   */
  importRun(file: TableFile, tables?: readonly TableFile[]): Promise<SavedRun>;
  /** Starts what predicts, so that the next model that is opened waits for less. */
  preparePredictions(): Promise<void>;
  /** Opens a model.onnx for prediction. Rejects with CheckpointError for anything else. */
  openModel(file: TableFile, device?: ComputingDevice): Promise<OpenedModel>;
  /** Opens the model of a finished run for prediction. */
  openRun(id: string, device?: ComputingDevice): Promise<OpenedModel>;
  /**
   * Opens the models of several finished runs as one, which predicts their mean, with intervals where all have the same validation set; where
   * not, a warning says why. Rejects with CheckpointError, saying what differs, for models that do not read molecules alike.
   */
  openTogether(ids: readonly string[], device?: ComputingDevice): Promise<OpenedModel>;
  /** model.onnx of an opened model. */
  exportOpened(model: OpenedModel): Promise<Blob>;
  /** One HTML file with a model and everything that predicting takes; it opens from a disk. */
  predictorFile(input: PredictorFileInput): Promise<Blob>;
  closeModel(model: OpenedModel): Promise<void>;
  predict(model: OpenedModel, smiles: readonly string[]): Promise<StructurePrediction[]>;
  /** What the atoms of a molecule contribute to its predictions. Rejects where the model cannot be explained. */
  explain(model: OpenedModel, smiles: string): Promise<PastedExplanation>;
  predictTable(model: OpenedModel, file: TableFile, options?: PredictTableHooks): Promise<TablePrediction>;
  /**
   * InChI as SMILES, in order. What reads them is fetched with the first one, 2 MB; rejects with MachineError where that is not to be had.
   */
  readInchi(texts: readonly string[], hooks?: InchiHooks): Promise<InchiReading[]>;
  /** Rows of a table that the model predicted. */
  predictedRows(model: OpenedModel, table: TablePrediction, query: RowsQuery): Promise<RowsView>;
  /** Forgets the rows of a predicted table. */
  closeTable(model: OpenedModel, table: TablePrediction): Promise<void>;
  /** How many rows a table has. Rejects like predictTable where it cannot be read. */
  countRows(file: TableFile, options?: { readonly header?: boolean; readonly signal?: AbortSignal }): Promise<number>;
  /** Of a finished run; onPoint is called as the line grows. */
  landscapeLine(
    id: string,
    options?: LandscapeOptions,
    onPoint?: (line: LandscapeLine) => void,
  ): Promise<LandscapeLine>;
  /** An SVG as text, or undefined if it is no molecule. Put it into an <img> (svgUrl), never into the page as markup. */
  drawMolecule(smiles: string, size?: DrawingSize): Promise<string | undefined>;
  /** Ends all workers; unfinished trainings keep their last checkpoint. */
  close(): void;
}

interface InspectHooks {
  readonly onProgress?: (rows: number) => void;
  readonly signal?: AbortSignal;
}

interface PredictTableHooks {
  readonly smilesColumn?: string;
  readonly header?: boolean;
  /** Structures that are refused unread, with the reason. */
  readonly refused?: ReadonlyMap<string, string>;
  readonly onProgress?: (summary: PredictionSummary) => void;
  readonly signal?: AbortSignal;
}

interface DrawingSize {
  readonly width: number;
  readonly height: number;
  /** Colors for a dark page. */
  readonly dark?: boolean;
}
