/**
 * A baseline on the data, splits and metrics of a training's configuration, left as a run folder: run.json, splits.json,
 * predictions.csv, validation-predictions.csv and rejects.csv as `graphsam train` writes them, so that whatever reads the result of a run reads this one too. It
 * has no model.onnx, no metrics.jsonl and no checkpoint: run.json holds `baseline` instead of `model`.
 */
import { join } from 'node:path';
import { version } from '../base/index.ts';
import {
  type BaselineResult,
  type DescriptorTable,
  descriptorTable,
  type FingerprintTable,
  findBaseline,
  fingerprintTable,
  fitBaseline,
} from '../baselines/index.ts';
import { loadChemistry } from '../chem/index.node.ts';
import type { Chemistry } from '../chem/index.ts';
import { defaultMaxAtoms, exactTargets, rejectsCsv, splitsFileContent } from '../data/index.ts';
import { openRunFolder, requireEmptyFolder } from '../runs/index.node.ts';
import { runFileFormat, type TrainConfig } from '../runs/index.ts';
import { metricsOf } from '../tasks/index.ts';
import { openDataSource, type RunOutput, withAbsolutePaths } from '../training/index.node.ts';
import { describeData, type PreparedData, type PreparedSplit, predictionsCsv, prepareData } from '../training/index.ts';

/** A configuration's data with fingerprints and descriptors: read once, used by every baseline. */
export interface BaselineData {
  readonly config: TrainConfig;
  readonly data: PreparedData;
  readonly fingerprints: FingerprintTable;
  readonly descriptors: DescriptorTable;
  readonly chemistry: Chemistry;
}

/** What a baseline came to on one split, in the fields that a finished training has too. */
export interface FinishedBaseline
  extends Omit<BaselineResult, 'validationPredictions' | 'testPredictions' | 'candidates'> {
  readonly status: 'finished';
  /** Undefined if nothing was written. */
  readonly folder?: string;
  readonly seconds: number;
}

/** Throws ConfigError and DataError as a training does: the same rows are read and left out. */
export async function openBaselineData(config: TrainConfig): Promise<BaselineData> {
  const chemistry = await loadChemistry();
  const maxAtoms = config.data.maxAtoms ?? (config.model.settings.maxAtoms as number | undefined) ?? defaultMaxAtoms;
  const data = await prepareData(config, await openDataSource(config), chemistry, maxAtoms);
  const { molecules } = data.dataset;
  const fingerprints = fingerprintTable(molecules);
  const descriptors = descriptorTable(molecules, chemistry, { further: data.moleculeFeatures });
  return { config, data, fingerprints, descriptors, chemistry };
}

/**
 * Fits a baseline on every split of a configuration and leaves a run folder; with several splits, a folder that holds one a split,
 * `fold_0` and on. Model, optimizer and schedule of the configuration are not looked at.
 */
export async function runBaseline(
  config: TrainConfig,
  name: string,
  output: Pick<RunOutput, 'folder' | 'overwrite' | 'shared'>,
): Promise<FinishedBaseline[]> {
  // Before anything is read: who named the wrong baseline or folder should not wait for the data.
  findBaseline(name);
  if (!output.overwrite) await requireEmptyFolder(output.folder);
  return fitOnSplits(await openBaselineData(config), name, output);
}

/** The same on data that are read already; without `output` nothing is written. */
export async function fitOnSplits(
  opened: BaselineData,
  name: string,
  output?: Pick<RunOutput, 'folder' | 'overwrite' | 'shared'>,
): Promise<FinishedBaseline[]> {
  const { config, data, fingerprints, descriptors } = opened;
  const { splits } = data;
  const dataset = { ...data.dataset, targets: exactTargets(data.dataset) };
  const { seed } = config.training;
  const chosen = metricsOf(dataset.taskType, config.training);
  const finished: FinishedBaseline[] = [];
  for (const [fold, split] of splits.entries()) {
    const start = performance.now();
    const table = { dataset, fingerprints, descriptors };
    const result = fitBaseline(findBaseline(name), table, split.split, { seed, metrics: chosen });
    const { baseline, settings, chosenBy, validation, test } = result;
    const seconds = (performance.now() - start) / 1000;
    const folder = output && (splits.length === 1 ? output.folder : join(output.folder, `fold_${fold}`));
    const run: FinishedBaseline = {
      status: 'finished',
      ...(folder !== undefined && { folder }),
      baseline,
      settings,
      chosenBy,
      validation,
      test,
      seconds,
    };
    if (folder !== undefined) await writeRun(opened, split, { ...result, ...run }, { ...output, folder });
    finished.push(run);
  }
  return finished;
}

async function writeRun(
  { config, data, chemistry }: BaselineData,
  { split, report }: PreparedSplit,
  fitted: BaselineResult & FinishedBaseline,
  output: Pick<RunOutput, 'folder' | 'overwrite' | 'shared'>,
): Promise<void> {
  const { baseline, settings, candidates, validationPredictions, testPredictions } = fitted;
  const { chosenBy, validation, test, seconds } = fitted;
  const destination = await openRunFolder(output.folder, {
    mode: output.overwrite ? 'overwrite' : 'new',
    shared: output.shared,
  });
  try {
    await destination.write('splits', splitsFileContent([split], data.dataset.tableRows));
    await destination.write('rejects', rejectsCsv(data.rejects));
    await destination.write('predictions', predictionsCsv(data.dataset, split.test, testPredictions));
    await destination.write('validationPredictions', predictionsCsv(data.dataset, split.val, validationPredictions));
    await destination.writeRun({
      format: runFileFormat,
      kind: 'baseline',
      graphsam: version,
      node: process.version,
      toolkit: `${chemistry.toolkit} ${chemistry.version}`,
      created: new Date().toISOString(),
      status: 'finished',
      config: withAbsolutePaths({ data: config.data, split: config.split, training: config.training }),
      data: describeData(data, report),
      split: report,
      baseline: { name: baseline, settings, candidates },
      result: { chosenBy, validation, test, seconds },
    });
  } finally {
    await destination.close();
  }
}
