/** What is measured of one network, or one ensemble, on its test part. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mean } from '../../src/base/index.ts';
import { computeMetrics, type Metric, Predictions, retentionArea, retentionCurve } from '../../src/metrics/index.ts';
import { readRunFolder } from '../../src/report/index.node.ts';
import { type TestTable, taskTrust } from '../../src/report/index.ts';
import { parseTrainConfig, readModelCard, runFiles, type TrainConfig } from '../../src/runs/index.ts';
import { findMetric } from '../../src/tasks/index.ts';
import type { RunKey, WantedRun } from './wanted.ts';

export interface MeasuredRun extends RunKey {
  readonly rows: number;
  /** Mean over the targets of each measure of the report, by its title. */
  readonly measures: Readonly<Record<string, number>>;
  /** Area under the error-retention curve, 1 for a random order; mean over the targets. Absent where predictions have no uncertainty. */
  readonly retention?: number;
  readonly metric: string;
  /** The metric of each network alone, of the mean of their predictions, and of the model file: networks and trees, weighted. */
  readonly members: readonly number[];
  readonly networks: number;
  readonly blended: number;
  /** What the search of the level best may change, as it was trained. */
  readonly searched?: Readonly<Record<string, unknown>>;
  /** The weight of the networks, then of each learner of trees. */
  readonly weights: readonly number[];
  /** The metric of classical models on the same split, by name. */
  readonly baselines: Readonly<Record<string, number | null>>;
  /** Wall-clock, of the trainings of all members on a machine that may be busy; not of one network. */
  readonly seconds?: number;
  /** Of everything, trees included; undefined for a run that was resumed. */
  readonly cpuSeconds?: number | undefined;
  readonly code: string;
}

/** folder: of the finished run. */
export async function measured(
  run: WantedRun,
  folder: string,
  cost: Pick<MeasuredRun, 'cpuSeconds' | 'code'>,
): Promise<MeasuredRun> {
  const [reported, bytes] = [await readRunFolder(folder), await readFile(join(folder, runFiles.model))];
  const { facts, test } = reported;
  const card = readModelCard(bytes, folder);
  const tasks = taskTrust(test!, { taskType: facts.data.taskType, trust: card.trust ?? {}, coverage: 0.9 });
  const titles = new Set(tasks.flatMap(({ measures }) => measures.map(({ title }) => title)));
  const measures = [...titles].map((title) => {
    const values = tasks.flatMap((task) => task.measures.filter((each) => each.title === title));
    return [title, mean(values.map(({ value }) => value))] as const;
  });
  const retentions = tasks.flatMap(retentionOf);
  const result = facts.result!;
  const metric = result.testContext!.metric;
  const members = result.members ?? [{ ...result, folder: '.' }];
  const tables = await Promise.all(
    members.map(async (member) => (await readRunFolder(join(folder, member.folder))).test!),
  );
  return {
    ...run,
    rows: test!.smiles.length,
    measures: Object.fromEntries(measures),
    ...(retentions.length > 0 && { retention: mean(retentions) }),
    metric,
    members: members.map(({ test: own }) => own![metric]!.mean!),
    networks: metricTogether(tables, findMetric(metric)),
    blended: result.test![metric]!.mean!,
    ...(run.quality === 'best' && { searched: searchedSettings(parseTrainConfig(facts.config, folder)) }),
    weights: card.trees ? [card.trees.networkWeight, ...card.trees.learners.map(({ weight }) => weight)] : [1],
    baselines: Object.fromEntries((result.testContext!.baselines ?? []).map(({ name, value }) => [name, value])),
    ...(result.members && { seconds: result.members.reduce((sum, { seconds }) => sum + seconds, 0) }),
    ...cost,
  };
}

/** The space of a search whose networks begin with the encoder: its width, layers and heads are given. */
function searchedSettings({ schedule, training, model }: TrainConfig): Readonly<Record<string, unknown>> {
  const { learningRate } = schedule as { readonly learningRate?: number };
  return { learningRate, batchSize: training.batchSize, dropout: model.settings.dropout ?? 0 };
}

function retentionOf({ errors, uncertainty }: ReturnType<typeof taskTrust>[number]): number[] {
  if (!uncertainty || errors.length === 0) return [];
  const curve = retentionCurve(errors, uncertainty);
  return curve.at(-1)!.error > 0 ? [retentionArea(curve) / curve.at(-1)!.error] : [];
}

/** The metric of the mean of what the members predict. */
function metricTogether(tables: readonly TestTable[], metric: Metric): number {
  const [first] = tables as [TestTable];
  const sums = first.predictions.values.map((_, at) => mean(tables.map(({ predictions }) => predictions.values[at]!)));
  return computeMetrics([metric], first.labels, new Predictions(sums, first.predictions))[metric.name]!.mean!;
}
