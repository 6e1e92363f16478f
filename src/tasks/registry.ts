/** The kinds of tasks by name, and what can be chosen for each: metrics and losses. A new one is a file and a line here. */
import { z } from 'zod';
import { ConfigError, register, unknownName } from '../base/index.ts';
import type { Metric } from '../metrics/index.ts';
import { binary } from './binary.ts';
import type { LossDefinition } from './loss.ts';
import { multiclass } from './multiclass.ts';
import { regression } from './regression.ts';
import type { TaskDefinition, TaskType } from './task.ts';

export const tasks: readonly TaskDefinition[] = [regression, binary, multiclass];
export const taskTypes: readonly TaskType[] = tasks.map(({ name }) => name);

/** A known kind of task, also one that came after the schema was made. */
export const taskTypeSchema = z.string().check((context) => {
  const { value: input, issues } = context;
  if (!taskTypes.includes(input)) issues.push({ code: 'invalid_value', values: [...taskTypes], input });
});

/** For plugins. Throws ConfigError if the name is taken. */
export function registerTask(task: TaskDefinition): void {
  if (tasks.includes(task)) return;
  register('task type', tasks, task);
  (taskTypes as TaskType[]).push(task.name);
  for (const metric of task.metrics)
    if (!metrics.some(({ name }) => name === metric.name)) register('metric', metrics, metric);
  for (const loss of task.losses) if (!losses.some(({ name }) => name === loss.name)) addLoss(loss);
}

/** For plugins: a metric of these kinds of tasks. Throws ConfigError if the name is taken. */
export function registerMetric(metric: Metric, taskTypes: readonly TaskType[]): void {
  register('metric', metrics, metric);
  for (const name of taskTypes) register('metric', findTask(name).metrics, metric);
}

function addLoss(loss: LossDefinition): void {
  register('loss', losses, loss);
  (lossNames as string[]).push(loss.name);
}

/** Throws ConfigError for an unknown name. */
export function findTask(name: TaskType): TaskDefinition {
  const found = tasks.find((task) => task.name === name);
  if (!found) throw unknownName('task type', name, taskTypes);
  return found;
}

/** All metrics; one that several kinds of tasks have under one name stands here once. */
export const metrics: readonly Metric[] = distinct(tasks.flatMap((task) => task.metrics));
export const losses: readonly LossDefinition[] = distinct(tasks.flatMap((task) => task.losses));
export const lossNames: readonly string[] = losses.map(({ name }) => name);

/** Metric by name or alias; dashes, underscores and capitals do not matter. Throws ConfigError for an unknown name. */
export function findMetric(name: string): Metric {
  return byName(metrics, name) ?? fail('metric', name, metrics);
}

/** The same among the metrics of a task type; throws ConfigError for those of the others. */
export function metricFor(taskType: TaskType, name: string): Metric {
  return chosen('metric', taskType, name, { own: findTask(taskType).metrics, all: metrics });
}

/** roc-auc for classification, rmse for regression, accuracy for multiclass. */
export function defaultMetric(taskType: TaskType): Metric {
  return findTask(taskType).metrics[0];
}

export interface MetricChoice {
  /** The metric that chooses the best epoch. Default: that of the task. */
  readonly trackingMetric?: string | undefined;
  /** Reported beside it. */
  readonly metrics?: readonly string[] | undefined;
}

/** The tracked metric first, then the others that are reported, each once. */
export function metricsOf(taskType: TaskType, { trackingMetric, metrics = [] }: MetricChoice): [Metric, ...Metric[]] {
  const tracked = trackingMetric === undefined ? defaultMetric(taskType) : metricFor(taskType, trackingMetric);
  const reported = new Set(metrics.map((name) => metricFor(taskType, name)));
  reported.delete(tracked);
  return [tracked, ...reported];
}

/** Loss by name or alias, as metricFor. */
export function lossFor(taskType: TaskType, name: string): LossDefinition {
  return chosen('loss', taskType, name, { own: findTask(taskType).losses, all: losses });
}

/** Loss by name or alias, of whatever task. Throws ConfigError for an unknown name. */
export function findLoss(name: string): LossDefinition {
  return byName(losses, name) ?? fail('loss', name, losses);
}

interface Named {
  readonly name: string;
  readonly aliases: readonly string[];
}

function chosen<Kind extends Named>(
  kind: string,
  taskType: TaskType,
  name: string,
  { own, all }: { readonly own: readonly Kind[]; readonly all: readonly Kind[] },
): Kind {
  const found = byName(own, name);
  if (found) return found;
  const other = byName(all, name);
  if (!other) return fail(kind, name, own);
  const owner = tasks.find(({ metrics: ofTask, losses: lossesOfTask }) =>
    [...ofTask, ...lossesOfTask].some((each) => (each as unknown) === other),
  )!;
  throw new ConfigError({
    code: 'metric-unsuitable',
    what: `${kind} ${other.name} is for ${owner.name}, the targets are ${taskType}`,
    advice: `${kind === 'loss' ? 'Losses' : 'Metrics'} for ${taskType}: ${own.map((each) => each.name).join(', ')}.`,
  });
}

function byName<Kind extends Named>(all: readonly Kind[], name: string): Kind | undefined {
  const wanted = plain(name);
  const named = all.find((each) => plain(each.name) === wanted);
  return named ?? all.find(({ aliases }) => aliases.some((alias) => plain(alias) === wanted));
}

function fail(kind: string, name: string, known: readonly Named[]): never {
  throw unknownName(
    kind,
    name,
    known.map((each) => each.name),
  );
}

function distinct<Kind extends Named>(all: readonly Kind[]): Kind[] {
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
