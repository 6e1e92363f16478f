/** The runs behind the figures: each in a folder named for its settings, made once, continued where it was stopped, then reused. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findModel } from '../../src/models/index.ts';
import { pretrainRun, resumePretraining } from '../../src/pretraining/pretrain-run.node.ts';
import { parsePretrainConfig } from '../../src/runs/config/pretrain-config.ts';
import { parseTrainConfig } from '../../src/runs/config/train-config.ts';
import type { EpochReport } from '../../src/runs/events.ts';
import type { Initialization } from '../../src/runs/initialization.ts';
import { requireTraining } from '../../src/runs/run-file.ts';
import { runFiles } from '../../src/runs/run-files.ts';
import { readEpochs, readRun } from '../../src/runs/run-folder.node.ts';
import { withInitialModel } from '../../src/training/init-source.node.ts';
import { resumeRun, trainRun } from '../../src/training/train-run.node.ts';

export interface Plan {
  /** Where all runs lie. */
  readonly folder: string;
  readonly unlabeled: string;
  readonly pretrainEpochs: number;
  readonly epochs: number;
  readonly threads: number;
  readonly split: string;
  readonly dataDir: string | undefined;
}

export interface PretrainedModel {
  readonly model: string;
  /** The first data set whose settings of the encoder it has. */
  readonly preset: string;
  readonly folder: string;
  readonly epochs: readonly EpochReport[];
  readonly bestEpoch: number;
  readonly molecules: number;
}

/** Pre-trains the encoder that the model has on this data set; data sets with equal settings of it share one. */
export async function pretrained(
  plan: Plan,
  model: string,
  dataset: string,
  all: readonly string[],
): Promise<PretrainedModel> {
  const preset = all.find((other) => encoderSettings(model, other) === encoderSettings(model, dataset))!;
  const folder = join(plan.folder, `pretrained-${model}-${preset}-${plan.pretrainEpochs}epochs`);
  const config = {
    data: { paths: [plan.unlabeled] },
    model: { name: model, preset },
    training: { epochs: plan.pretrainEpochs },
    machine: { threads: plan.threads },
  };
  await made(folder, {
    start: () => pretrainRun(parsePretrainConfig(config, 'pretraining'), { folder }),
    resume: () => resumePretraining(folder),
  });
  const { result, data } = await readRun(folder);
  return {
    model,
    preset,
    folder,
    epochs: await readEpochs(folder),
    bestEpoch: result && 'bestEpoch' in result ? result.bestEpoch : 0,
    molecules: data.molecules,
  };
}

function encoderSettings(name: string, preset: string): string {
  const model = findModel(name);
  const settings = model.configSchema.parse(model.presets[preset]) as Record<string, unknown>;
  const ofEncoder = Object.entries(settings).filter(([setting]) => !model.pretraining.headSettings.includes(setting));
  return JSON.stringify(ofEncoder);
}

export interface TrainedRun {
  readonly folder: string;
  readonly metric: string;
  /** Of the test part. */
  readonly value: number;
  readonly initialization: Initialization | undefined;
}

/** Trains with Adam on a data set, from the seed alone or from a pre-trained encoder. The seed makes the split too. */
export async function trained(
  plan: Plan,
  { model, dataset, seed, initFrom }: { model: string; dataset: string; seed: number; initFrom: string | undefined },
): Promise<TrainedRun> {
  const start = initFrom === undefined ? 'scratch' : `pretrained${plan.pretrainEpochs}`;
  const name = `${dataset}-${model}-${plan.split}-${plan.epochs}epochs-seed${seed}-${start}`;
  const folder = join(plan.folder, name);
  const config = {
    data: { dataset, ...(plan.dataDir === undefined ? {} : { folder: plan.dataDir }) },
    split: { type: plan.split, seed },
    model: { name: model, preset: 'authors' },
    optimizer: { name: 'adam' },
    training: { epochs: plan.epochs, seed, ...(initFrom === undefined ? {} : { initFrom }) },
    machine: { threads: plan.threads },
  };
  await made(folder, {
    start: async () => trainRun(parseTrainConfig(await withInitialModel(config), name), { folder }),
    resume: () => resumeRun(folder),
  });
  const { result } = requireTraining(await readRun(folder), folder);
  const [metric, { mean }] = Object.entries(result?.test ?? {})[0]!;
  const report = join(folder, runFiles.initialization);
  const initialization = existsSync(report) ? JSON.parse(await readFile(report, 'utf8')) : undefined;
  return { folder, metric, value: mean!, initialization };
}

/** A finished run is kept as it is. */
async function made(
  folder: string,
  { start, resume }: { start: () => Promise<{ status: string }>; resume: () => Promise<{ status: string }> },
): Promise<void> {
  const exists = existsSync(join(folder, runFiles.run));
  const { status } = exists ? await readRun(folder) : { status: 'none' };
  if (status === 'finished') return;
  const begin = performance.now();
  await (exists ? resume() : start());
  console.error(`${folder}: ${((performance.now() - begin) / 1000).toFixed(0)} s`);
}
