/** `graphsam train`: a table of molecules in, a run folder with a trained model out. */
import { dropCheckpoints } from '../runs/index.node.ts';
import type { TrainConfig, TrainRunResult } from '../runs/index.ts';
import { type RunHooks, type RunOutput, resumeRun, trainRun } from '../training/index.node.ts';
import type { QualityEvent } from '../tune/index.node.ts';
import type { CommandDefinition, CommandInput } from './command.ts';
import { freeFolder } from './free-folder.ts';
import { interruptibleRun } from './interruptible-run.ts';
import { type KeptTable, keepTable } from './kept-table.ts';
import { mlflowFor } from './mlflow.ts';
import { noData } from './no-data.ts';
import type { Output } from './output.ts';
import { isQualityEvent, QualityReport } from './quality-report.ts';
import { resumedFolder, resumedTraining } from './resume.ts';
import { dash } from './standard-streams.ts';
import { TensorBoardWriter } from './tensorboard.ts';
import { readTrainInput } from './train-input.ts';
import { trainCommand, trainOptions } from './train-options.ts';
import { TrainReport } from './train-report.ts';
import { reportResult } from './train-result.ts';

export const train: CommandDefinition = {
  name: 'train',
  summary: 'train a model on a table of molecules',
  description:
    'Trains a molecular graph transformer on a table of SMILES and labels, evaluates the best epoch on the test part, and writes a run folder with model.onnx.',
  arguments: [
    {
      syntax: '[TABLE...]',
      help: 'CSV, TSV, smi or SDF, also gzipped; - reads standard input (the same as --data-path)',
    },
  ],
  options: trainOptions,
  examples: [
    {
      command: 'graphsam train --dataset medicines --epochs 5',
      says: 'the built-in table, for five epochs',
    },
    {
      command: 'graphsam train molecules.csv --target-columns logS --split scaffold_balanced -o runs/logs',
      says: 'your own table, with a scaffold split',
    },
    {
      command: 'graphsam train --dataset bbbp --optimizer sam --rho 0.1 --lr 5e-4',
      says: 'another optimizer with its hyper-parameters (graphsam optimizers lists them)',
    },
    {
      command: 'graphsam train molecules.csv --quality good --time-limit 30m',
      says: 'five networks and trees in one model.onnx, within half an hour (fast, good or best: docs/quality.md)',
    },
  ],
  async run(input, output) {
    const asked = trainCommand.read(input.given).run;
    const resumed = resumedFolder(asked);
    const start = resumed === undefined ? await newRun(input, output) : undefined;
    const run = start?.run ?? asked;
    const config = start?.config ?? (await resumedTraining(input, resumed!));
    output.detail(JSON.stringify(config, null, 2));
    const report = new TrainReport(output, config);
    const board = run.tensorboard ? new TensorBoardWriter(output) : undefined;
    const tracking = mlflowFor(output, config);
    const quality = new QualityReport(output, config);
    const listeners = [report, board, tracking].filter((each) => each !== undefined);
    const target = { folder: resumed ?? start!.output.folder, isResumed: resumed !== undefined, command: 'train' };
    const training = interruptibleRun(output, target, (signal, onStored) => {
      const onEvent = (event: QualityEvent): void => {
        if (storedFrom.includes(event.kind)) onStored();
        if (isQualityEvent(event)) quality.onEvent(event);
        else for (const listener of listeners) listener.onEvent(event);
      };
      return trained(config, start ?? { resumed: resumed! }, { onEvent, signal });
    });
    const ended = await training.catch(() => undefined);
    await tracking?.end(ended);
    await start?.kept?.settle();
    const result = await training;
    if (result.status === 'finished') {
      if (run.report) await leaveReport(result.folder, output);
      if (!run.checkpoint) await dropCheckpoints([result.folder]);
    }
    return reportResult(result, report.tasks, output);
  },
};

/** Events of a run whose folder can be resumed. */
const storedFrom: readonly string[] = ['search', 'model', 'ensemble'] satisfies QualityEvent['kind'][];

interface TrainHooks extends Omit<RunHooks, 'onEvent'> {
  readonly onEvent: (event: QualityEvent) => void;
}

type Start = { readonly output: RunOutput; readonly fixed: ReadonlySet<string> } | { readonly resumed: string };

/** A level of quality or a limit of time brings the search with it, which help and plain trainings must not wait for. */
async function trained(config: TrainConfig, start: Start, hooks: TrainHooks): Promise<TrainRunResult> {
  const { quality, timeLimit } = config.training;
  if (quality === undefined && timeLimit === undefined)
    return 'resumed' in start ? resumeRun(start.resumed, hooks, { config }) : trainRun(config, start.output, hooks);
  const { resumeByQuality, trainByQuality } = await import('../tune/index.node.ts');
  if ('resumed' in start) return resumeByQuality(start.resumed, hooks, { config });
  return trainByQuality(config, start.output, hooks, start);
}

/** A run is worth more than its report: whatever goes wrong here is a warning. */
async function leaveReport(folder: string, output: Output): Promise<void> {
  try {
    // Only now: help must not wait for RDKit.
    const { writeRunReports } = await import('../report/index.node.ts');
    await writeRunReports(folder);
  } catch (error) {
    output.warn(`the report was not written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface NewRun {
  readonly config: TrainConfig;
  readonly output: RunOutput;
  /** Settings that were given: nothing else may change them. */
  readonly fixed: ReadonlySet<string>;
  /** What the command line and the configuration file say of the run. */
  readonly run: ReturnType<typeof trainCommand.read>['run'];
  /** The table, if it came from standard input. */
  readonly kept: KeptTable | undefined;
}

async function newRun(input: CommandInput, output: Output): Promise<NewRun> {
  const { config, given, fixed } = await readTrainInput(input);
  if (config.data.paths === undefined && config.data.dataset === undefined)
    throw noData('Name a table (graphsam train molecules.csv) or a known data set (--dataset medicines).');
  const { run } = trainCommand.read(given);
  const folder = run.folder ?? freeFolder(config.data, config.optimizer.name);
  const target = { folder, overwrite: run.overwrite };
  const kept = config.data.paths?.includes(dash) ? await keepTable(target) : undefined;
  if (kept) output.say(`The table from standard input is kept in ${kept.path}: resuming the run reads it again.`);
  const data = kept ? withTable(config.data, kept.path) : config.data;
  const training = { ...config.training, baselines: config.training.baselines ?? true };
  return { config: { ...config, data, training }, output: target, fixed, run, kept };
}

/** With the table in the place of standard input. */
function withTable({ paths, ...data }: TrainConfig['data'], table: string): TrainConfig['data'] {
  return { ...data, paths: paths!.map((path) => (path === dash ? table : path)) };
}
