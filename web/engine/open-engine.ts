/** The engine over its workers. Nothing is started before it is needed. */
import type { Engine, Training, TrainingListeners } from './engine.ts';
import { environment, memoryBudgetMb, threadsEach } from './environment.ts';
import { InchiReader } from './inchi/inchi-reader.ts';
import type { RunResults, TrainingRequest } from './protocol.ts';
import type { TestedRun } from './storage/compare-tests.ts';
import { newRunId, TrainingInWorker } from './training/training-in-worker.ts';
import {
  inchiClient,
  type PredictionClient,
  predictionClient,
  type RunClient,
  type TrainingClient,
  trainingClient,
  type UtilityClient,
  utilityClient,
} from './workers.ts';

export function openEngine(): Engine {
  const utility = utilityClient();
  const prediction = predictionClient();
  const inchi = new InchiReader({ open: inchiClient, usual: (smiles) => utility.call('usualTautomer', { smiles }) });
  const trainings = new Map<string, TrainingInWorker>();
  /** A training's worker alone knows of its run until that lies in the browser's storage. */
  const ofRun = (id: string): RunClient => trainings.get(id)?.holder ?? utility;
  return {
    ...callsOfTables(utility),
    ...callsOfTrainings(utility, trainings),
    ...callsOfRuns(utility, trainings, ofRun),
    ...callsOfPredictions(prediction, ofRun),
    predictorFile: (input) => utility.call('predictorFile', input),
    environment: async () => ({ ...environment(), storage: await utility.call('storage', undefined) }),
    catalog: () => utility.call('catalog', undefined),
    readInchi: (texts, hooks) => inchi.read(texts, hooks),
    drawMolecule: (smiles, options = { width: 240, height: 160 }) => utility.call('draw', { smiles, options }),
    close: () => {
      for (const training of trainings.values()) training.close();
      utility.terminate();
      prediction.terminate();
      inchi.close();
    },
  };
}

type Trainings = Map<string, TrainingInWorker>;

type TableCalls = Pick<Engine, 'example' | 'openWorkbook' | 'glance' | 'inspectTable' | 'countRows'>;

function callsOfTables(utility: UtilityClient): TableCalls {
  return {
    example: () => utility.call('example', undefined),
    openWorkbook: (file, sheet) => utility.call('workbook', { file, sheet }),
    glance: (file, options = {}) => utility.call('glance', { file, options }),
    inspectTable: (files, options = {}, { onProgress, signal } = {}) =>
      utility.call('inspect', { files, options }, { onEvent: onProgress, signal }),
    countRows: (file, { header = true, signal } = {}) => utility.call('countRows', { file, header }, { signal }),
  };
}

type TrainingCalls = Pick<Engine, 'checkConfig' | 'estimate' | 'startTraining' | 'continueRun' | 'deleteRun'>;

function callsOfTrainings(utility: UtilityClient, trainings: Trainings): TrainingCalls {
  const deleteRun = async (id: string): Promise<void> => {
    trainings.get(id)?.close();
    trainings.delete(id);
    await utility.call('deleteRun', { id });
  };
  const open = (id: string, request: TrainingRequest | undefined, listeners: TrainingListeners): Training => {
    const threads = threadsEach(request?.sideBySide ?? 1);
    const training = new TrainingInWorker({ id, request, threads }, listeners, () => deleteRun(id));
    trainings.get(id)?.close();
    trainings.set(id, training);
    return training;
  };
  return {
    checkConfig: (config) => utility.call('checkConfig', config),
    estimate: (configs, { molecules, sizes, tasks, taskType, known }) => {
      const table = { molecules, sizes, tasks, taskType, known };
      return utility.call('estimate', { configs, table, budgetMb: memoryBudgetMb() });
    },
    startTraining: (request, listeners = {}) => open(newRunId(), request, listeners),
    continueRun: (id, listeners = {}) => open(id, undefined, listeners),
    deleteRun,
  };
}

type OfRun = (id: string) => RunClient;
type RunCalls = Pick<
  Engine,
  | 'listSavedRuns'
  | 'tablesOf'
  | 'epochs'
  | 'results'
  | 'compareTests'
  | 'exportModel'
  | 'exportReport'
  | 'exportRun'
  | 'importRun'
  | 'fitForest'
  | 'landscapeLine'
>;

function callsOfRuns(utility: UtilityClient, trainings: Trainings, ofRun: OfRun): RunCalls {
  return {
    listSavedRuns: async () => {
      const held = [...trainings.values()].map(({ id, holder }) => holder?.call('savedRun', { id }));
      const [kept, inWorkers] = await Promise.all([utility.call('listRuns', undefined), Promise.all(held)]);
      return [...inWorkers.filter((run) => run !== undefined), ...kept].sort((a, b) => b.created - a.created);
    },
    tablesOf: (id) => ofRun(id).call('tablesOf', { id }),
    epochs: (id) => ofRun(id).call('epochs', { id }),
    results: (id) => ofRun(id).call('results', { id }),
    compareTests: (first, second) => {
      const names = second.testEvaluation.metrics.map(({ name }) => name);
      const metrics = first.testEvaluation.metrics.map(({ name }) => name).filter((name) => names.includes(name));
      return utility.call('compare', { first: tested(first), second: tested(second), metrics });
    },
    exportModel: (id) => ofRun(id).call('exportModel', { id }),
    exportReport: (id) => ofRun(id).call('exportReport', { id }),
    exportRun: (id) => ofRun(id).call('exportRun', { id }),
    importRun: (file, tables = []) => utility.call('importRun', { id: newRunId(), file, tables }),
    fitForest: (id, { signal } = {}) =>
      inTrainingWorker(trainings.get(id)?.holder, 'forest', (worker) => worker.call('forest', { id }), signal),
    landscapeLine: (id, options = {}, onPoint = () => {}) =>
      inTrainingWorker(trainings.get(id)?.holder, 'landscape', (worker) =>
        worker.call('landscape', { id, options }, { onEvent: onPoint }),
      ),
  };
}

/** Asks the worker that alone knows of a run, or else one that is started for it and ended by the signal at once. */
async function inTrainingWorker<Result>(
  holder: TrainingClient | undefined,
  name: string,
  ask: (worker: TrainingClient) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  if (holder) return ask(holder);
  const worker = trainingClient(name);
  const end = (): void => worker.terminate();
  signal?.addEventListener('abort', end);
  try {
    return await ask(worker);
  } finally {
    end();
  }
}

type PredictionCalls = Pick<
  Engine,
  | 'preparePredictions'
  | 'openModel'
  | 'openRun'
  | 'openTogether'
  | 'exportOpened'
  | 'closeModel'
  | 'predict'
  | 'explain'
  | 'predictTable'
  | 'predictedRows'
  | 'closeTable'
>;

function callsOfPredictions(prediction: PredictionClient, ofRun: OfRun): PredictionCalls {
  const { threads } = environment();
  return {
    preparePredictions: () => prediction.call('prepare', { threads }),
    openModel: (file, device) => prediction.call('open', { file, threads, backend: device?.backend }),
    openRun: async (id, device) => {
      const [content, { title }] = await Promise.all([
        ofRun(id).call('exportModel', { id }),
        ofRun(id).call('results', { id }),
      ]);
      return prediction.call('open', { file: { name: title, content }, threads, backend: device?.backend });
    },
    openTogether: async (ids, device) => {
      const runs = await Promise.all(ids.map((id) => ofRun(id).call('runToJoin', { id })));
      return prediction.call('openTogether', { runs, threads, backend: device?.backend });
    },
    exportOpened: ({ id }) => prediction.call('exportModel', { model: id }),
    closeModel: ({ id }) => prediction.call('close', { model: id }),
    predict: ({ id }, smiles) => prediction.call('predict', { model: id, smiles }),
    explain: ({ id }, smiles) => prediction.call('explain', { model: id, smiles }),
    predictTable: ({ id }, file, { smilesColumn, header = true, refused, onProgress, signal } = {}) =>
      prediction.call(
        'predictTable',
        { model: id, file, smilesColumn, header, refused },
        { onEvent: onProgress, signal },
      ),
    predictedRows: ({ id }, table, query) => prediction.call('rows', { model: id, table: table.id, query }),
    closeTable: ({ id }, table) => prediction.call('closeTable', { model: id, table: table.id }),
  };
}

/** What a comparison needs of a run: its epochs need not be copied. */
function tested({ taskType, tasks, classes, test, testEvaluation: { scales } }: RunResults): TestedRun {
  return { taskType, tasks, classes, test, scales };
}
