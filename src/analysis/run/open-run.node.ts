/**
 * Opens a run folder to look at what was trained, and changes nothing in it. The table is read again as the configuration in run.json
 * says, and its rows are parted as splits.json says; both must be what the run was trained on.
 */

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { CheckpointError, ConfigError, DataError, ParameterLayout, setting, type Vector } from '../../base/index.ts';
import { loadChemistry } from '../../chem/index.node.ts';
import { outputCount } from '../../objective/index.ts';
import { requirePlugins } from '../../plugins/index.ts';
import { readRun, requireOneModel } from '../../runs/index.node.ts';
import {
  type Checkpoint,
  chosenWeights,
  decodeCheckpoint,
  parseTrainConfig,
  requireTraining,
  runFiles,
  type TrainConfig,
  type TrainingRunFile,
} from '../../runs/index.ts';
import { loadRuntime } from '../../runtime/index.node.ts';
import type { Backend } from '../../runtime/index.ts';
import { asFunction, findTask, type LossDefinition, lossFor, type TaskType } from '../../tasks/index.ts';
import { openDataSource } from '../../training/index.node.ts';
import { openRunContext, splitSetup, targetsOf } from '../../training/index.ts';
import type { AnalyzedRun, WeightChoice } from './analyzed-run.ts';

export interface OpenRunOptions {
  readonly weights: WeightChoice;
  /** Default: that which the run was trained with. */
  readonly loss?: string | undefined;
  /** Folder where a known data set lies now. */
  readonly dataDir?: string | undefined;
  /** Where the run's tables lie now, as many as it was trained on. */
  readonly dataPaths?: readonly string[] | undefined;
  /** Default: as many as the run was trained with. */
  readonly threads?: number | undefined;
  readonly backend?: Backend | undefined;
  readonly onWarning?: (message: string) => void;
}

/** Throws CheckpointError if there is no run or no checkpoint, DataError if the table cannot be read or is another one. */
export async function openRun(folder: string, options: OpenRunOptions): Promise<AnalyzedRun> {
  const run = await readTraining(folder);
  const where = join(folder, runFiles.run);
  const config = configOf(parseTrainConfig(run.config, where), folder, options);
  const { machine } = config;
  const onFallback = options.onWarning ?? (() => {});
  const [chemistry, runtime] = await Promise.all([
    loadChemistry(),
    loadRuntime({ ...(machine.backend && { backend: machine.backend }), onFallback }),
  ]);
  const source = await openDataSource(config).catch((error) => {
    throw withLocation(error);
  });
  const threads = machine.threads ?? 1;
  const context = await openRunContext(config, source, { chemistry, runtime, threads, software: {} }, () => {});
  requireSameData(run, context.data.checksums, context.data.dataset.smiles.length, folder);
  const { split } = context.data.splits[0]!;
  const { session, data } = splitSetup(context, split);
  const { dataset } = context.data;
  const setup = { ...session, loss: asFunction(lossOf(session.loss, dataset.taskType, folder, options.loss)) };
  const layout = new ParameterLayout(setup.model.parameters(setup.config, outputCount(setup)));
  const { weights, epoch } = chooseWeights(await readCheckpoint(folder, layout), options.weights);
  return {
    facts: {
      name: basename(resolve(folder)),
      model: setup.model.name,
      dataset: config.data.dataset ?? dataset.known ?? basename(dataset.name),
      optimizer: { name: config.optimizer.name, hyperparameters: config.optimizer.hyperparameters },
      split: run.split.algorithm,
      seed: config.training.seed,
      loss: setup.loss.name,
      parameters: layout.size,
      weights: { choice: options.weights, epoch, checksum: checksumOf(weights) },
      test: meansOf(run.result),
    },
    setup,
    parts: split,
    targets: targetsOf(data),
    batchSize: config.training.batchSize,
    weights,
  };
}

async function readTraining(folder: string): Promise<TrainingRunFile> {
  if (!existsSync(join(folder, runFiles.run)) && existsSync(join(folder, 'fold_0', runFiles.run))) {
    throw new ConfigError({
      code: 'several-folds',
      what: 'this folder holds a run a fold',
      where: folder,
      advice: `Name one of them, for instance ${join(folder, 'fold_0')}.`,
    });
  }
  const run = await readRun(folder);
  requireOneModel(folder);
  requirePlugins(run.plugins, folder);
  return requireTraining(run, folder);
}

/** The run's own configuration, with the rows that it had, and with where things are now. */
function configOf(
  config: TrainConfig,
  folder: string,
  { dataDir, dataPaths, threads, backend }: OpenRunOptions,
): TrainConfig {
  const { folds: _folds, ...split } = config.split;
  const { paths = [] } = config.data;
  if (dataPaths && dataPaths.length !== Math.max(1, paths.length)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['data', 'paths'],
      what: `the run was trained on ${Math.max(1, paths.length)} tables, ${dataPaths.length} are named`,
      advice: `Name them in the order of the run${paths.length > 0 ? `: ${paths.map((path) => basename(path)).join(', ')}` : ''}.`,
    });
  }
  const { dataset, ...data } = config.data;
  const moved = dataPaths ? { ...data, paths: [...dataPaths] } : config.data;
  return {
    ...config,
    data: { ...moved, ...(dataDir !== undefined && { folder: dataDir }) },
    split: { ...split, file: join(folder, runFiles.splits) },
    machine: { ...config.machine, ...(threads !== undefined && { threads }), ...(backend && { backend }) },
  };
}

/** The loss that is asked for, else the run's own. Throws ConfigError for one that reads other outputs than the network has. */
function lossOf(own: LossDefinition, taskType: TaskType, where: string, name: string | undefined): LossDefinition {
  if (name === undefined) return own;
  const asked = lossFor(taskType, name);
  const says = (loss: LossDefinition): boolean => loss.saysVariance ?? false;
  if (says(asked) === says(own)) return asked;
  const fitting = findTask(taskType).losses.filter((loss) => says(loss) === says(own));
  const outputs = says(own) ? 'a value and its variance' : 'a value alone';
  throw new ConfigError({
    code: 'metric-unsuitable',
    path: ['training', 'loss'],
    what: `the network was trained with ${own.name} and says ${outputs}, which the loss ${asked.name} cannot measure`,
    where,
    advice: `Leave out ${setting('training.loss')}, or choose of: ${fitting.map((loss) => loss.name).join(', ')}.`,
  });
}

/** Says how to name the table where it lies now. */
function withLocation(error: unknown): unknown {
  if (!(error instanceof DataError)) return error;
  const { what, where, cause } = error;
  const advice = `The run names its table by the path it had: name it with ${setting('data.paths')}, or the folder of a known data set with ${setting('data.folder')}.`;
  return new DataError({ code: 'other-table', path: ['data', 'paths'], what, ...(where && { where }), advice, cause });
}

function requireSameData(
  { data }: TrainingRunFile,
  checksums: Readonly<Record<string, string>>,
  molecules: number,
  where: string,
): void {
  const [before, now] = [Object.values(data.checksums), Object.entries(checksums)];
  const changed = now.find(([, checksum], index) => before[index] !== checksum);
  const advice = `Use the table as it was (${setting('data.paths')} names it where it lies now), or train again.`;
  if (changed) {
    const [path, checksum] = changed;
    const was = before[now.indexOf(changed)] ?? 'unknown';
    throw new DataError({
      code: 'other-table',
      path: ['data', 'paths'],
      what: `${path} is not the table that the run was trained on: its SHA-256 was ${was} and is ${checksum}`,
      where,
      advice,
    });
  }
  if (data.molecules !== molecules) {
    throw new DataError({
      code: 'other-table',
      what: `the run was trained on a table with ${data.molecules} readable molecules, now ${molecules} can be read`,
      where,
      advice: 'Use the version of graphsam that it was trained with, or train again.',
    });
  }
}

async function readCheckpoint(folder: string, layout: ParameterLayout): Promise<Checkpoint> {
  const where = join(folder, runFiles.checkpoint);
  const bytes = await readFile(where).catch((cause: NodeJS.ErrnoException) => {
    throw new CheckpointError({
      code: 'cannot-read',
      what: `the weights cannot be read (${cause.code})`,
      where,
      advice: 'The analysis needs the checkpoint of the run: restore it, or train again.',
      cause,
    });
  });
  return decodeCheckpoint(bytes, layout, where);
}

function chooseWeights(checkpoint: Checkpoint, choice: WeightChoice): { weights: Vector; epoch: number } {
  const { weights, tracking, position } = checkpoint;
  if (choice === 'last') return { weights, epoch: position.epoch };
  return { weights: chosenWeights(checkpoint), epoch: tracking.best ? tracking.best.epoch + 1 : position.epoch };
}

function checksumOf({ buffer, byteOffset, byteLength }: Vector): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

function meansOf(result: TrainingRunFile['result']): Record<string, number | null> | null {
  if (!result?.test) return null;
  return Object.fromEntries(Object.entries(result.test).map(([name, { mean }]) => [name, mean]));
}
