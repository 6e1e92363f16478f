/** The engine over its workers. Nothing is started before it is needed. */
import type { Engine, Training, TrainingListeners } from './engine.ts';
import { environment, memoryBudgetMb, threadsEach } from './environment.ts';
import { InchiReader } from './inchi/inchi-reader.ts';
import type { RunResults, SavedRun, TrainingRequest } from './protocol.ts';
import type { TestedRun } from './storage/compare-tests.ts';
import { newRunId, TrainingInWorker } from './training/training-in-worker.ts';
import {
  inchiClient,
  predictionClient,
  type RunClient,
  type TrainingClient,
  trainingClient,
  utilityClient,
} from './workers.ts';

export function openEngine(): Engine {
  const utility = utilityClient();
  const prediction = predictionClient();
  const inchi = new InchiReader({ open: inchiClient, usual: (smiles) => utility.call('usualTautomer', { smiles }) });
  const trainings = new Map<string, TrainingInWorker>();
  const { threads } = environment();

  const start = (training: TrainingInWorker): Training => {
    trainings.get(training.id)?.close();
    trainings.set(training.id, training);
    return training;
  };
  /** The worker of a run that it alone knows of; any other run lies in the browser's storage. */
  const holderOf = (id: string): TrainingInWorker['holder'] => trainings.get(id)?.holder;
  const ofRun = (id: string): RunClient => holderOf(id) ?? utility;
  const exportModel = (id: string): Promise<Blob> => ofRun(id).call('exportModel', { id });
  const results = (id: string): Promise<RunResults> => ofRun(id).call('results', { id });
  const listSavedRuns = async (): Promise<SavedRun[]> => {
    const held = [...trainings.values()].map(({ id, holder }) => holder?.call('savedRun', { id }));
    const [kept, inWorkers] = await Promise.all([utility.call('listRuns', undefined), Promise.all(held)]);
    return [...inWorkers.filter((run) => run !== undefined), ...kept].sort((a, b) => b.created - a.created);
  };
  const deleteRun = async (id: string): Promise<void> => {
    trainings.get(id)?.close();
    trainings.delete(id);
    await utility.call('deleteRun', { id });
  };
  const open = (id: string, request: TrainingRequest | undefined, listeners: TrainingListeners): Training =>
    start(
      new TrainingInWorker({ id, request, threads: threadsEach(request?.sideBySide ?? 1) }, listeners, () =>
        deleteRun(id),
      ),
    );

  /** Asks the worker that alone knows of a run, or else one that is started for it and ended by the signal at once. */
  const ofTrained = async <Result>(
    id: string,
    name: string,
    ask: (worker: TrainingClient) => Promise<Result>,
    signal?: AbortSignal,
  ): Promise<Result> => {
    const holder = holderOf(id);
    if (holder) return ask(holder);
    const worker = trainingClient(name);
    const end = (): void => worker.terminate();
    signal?.addEventListener('abort', end);
    try {
      return await ask(worker);
    } finally {
      end();
    }
  };

  return {
    environment: async () => ({ ...environment(), storage: await utility.call('storage', undefined) }),
    catalog: () => utility.call('catalog', undefined),
    example: () => utility.call('example', undefined),
    openWorkbook: (file, sheet) => utility.call('workbook', { file, sheet }),
    glance: (file, options = {}) => utility.call('glance', { file, options }),
    inspectTable: (files, options = {}, { onProgress, signal } = {}) =>
      utility.call('inspect', { files, options }, { onEvent: onProgress, signal }),
    checkConfig: (config) => utility.call('checkConfig', config),
    estimate: (configs, { molecules, sizes, tasks, taskType, known }) => {
      const table = { molecules, sizes, tasks, taskType, known };
      return utility.call('estimate', { configs, table, budgetMb: memoryBudgetMb() });
    },
    startTraining: (request, listeners = {}) => open(newRunId(), request, listeners),
    continueRun: (id, listeners = {}) => open(id, undefined, listeners),
    listSavedRuns,
    deleteRun,
    tablesOf: (id) => ofRun(id).call('tablesOf', { id }),
    epochs: (id) => ofRun(id).call('epochs', { id }),
    results,
    compareTests: (first, second) => {
      const names = second.testEvaluation.metrics.map(({ name }) => name);
      const metrics = first.testEvaluation.metrics.map(({ name }) => name).filter((name) => names.includes(name));
      return utility.call('compare', { first: tested(first), second: tested(second), metrics });
    },
    exportModel,
    exportReport: (id) => ofRun(id).call('exportReport', { id }),
    exportRun: (id) => ofRun(id).call('exportRun', { id }),
    importRun: (file, tables = []) => utility.call('importRun', { id: newRunId(), file, tables }),
    preparePredictions: () => prediction.call('prepare', { threads }),
    openModel: (file, device) => prediction.call('open', { file, threads, backend: device?.backend }),
    openRun: async (id, device) => {
      const [content, { title }] = await Promise.all([exportModel(id), results(id)]);
      return prediction.call('open', { file: { name: title, content }, threads, backend: device?.backend });
    },
    openTogether: async (ids, device) => {
      const runs = await Promise.all(ids.map((id) => ofRun(id).call('runToJoin', { id })));
      return prediction.call('openTogether', { runs, threads, backend: device?.backend });
    },
    exportOpened: ({ id }) => prediction.call('exportModel', { model: id }),
    predictorFile: (input) => utility.call('predictorFile', input),
    closeModel: ({ id }) => prediction.call('close', { model: id }),
    predict: ({ id }, smiles) => prediction.call('predict', { model: id, smiles }),
    explain: ({ id }, smiles) => prediction.call('explain', { model: id, smiles }),
    predictTable: ({ id }, file, { smilesColumn, header = true, refused, onProgress, signal } = {}) =>
      prediction.call(
        'predictTable',
        { model: id, file, smilesColumn, header, refused },
        { onEvent: onProgress, signal },
      ),
    readInchi: (texts, hooks) => inchi.read(texts, hooks),
    predictedRows: ({ id }, table, query) => prediction.call('rows', { model: id, table: table.id, query }),
    closeTable: ({ id }, table) => prediction.call('closeTable', { model: id, table: table.id }),
    countRows: (file, { header = true, signal } = {}) => utility.call('countRows', { file, header }, { signal }),
    fitForest: (id, { signal } = {}) => ofTrained(id, 'forest', (worker) => worker.call('forest', { id }), signal),
    landscapeLine: (id, options = {}, onPoint = () => {}) =>
      ofTrained(id, 'landscape', (worker) => worker.call('landscape', { id, options }, { onEvent: onPoint })),
    drawMolecule: (smiles, options = { width: 240, height: 160 }) => utility.call('draw', { smiles, options }),
    close: () => {
      for (const training of trainings.values()) training.close();
      utility.terminate();
      prediction.terminate();
      inchi.close();
    },
  };
}

/** What a comparison needs of a run: its epochs need not be copied. */
function tested({ taskType, tasks, classes, test }: RunResults): TestedRun {
  return { taskType, tasks, classes, test };
}
