/**
 * Older formats of run.json. Format 1, of graphsam 0.1.0, spelled some names the British way, had other names of metrics, and named the kind of a run of a pre-training
 * only. Format 2 had no default recipe: a configuration that names no preset means the authors' one for the table.
 */
import { CheckpointError } from '../base/index.ts';
import { formerAtomOrder } from '../data/index.ts';
import { authorsPreset } from './config/recipe.ts';
import { trainingWithPresentMetrics, valuesOfPresentMetrics } from './metric-names-migration.ts';

export const currentFormat = 3;

type Json = Readonly<Record<string, unknown>>;

/** The content in the present format, as far as it can be seen; what does not look like a run stays as it is, for the schema to refuse. */
export function migrateRunFile(content: unknown, where: string): unknown {
  if (!isObject(content)) return content;
  const { format, graphsam } = content;
  if (format === currentFormat) return content;
  if (format === 1) return fromFormat2(fromFormat1(content));
  if (format === 2) return fromFormat2(content);
  const writer = typeof graphsam === 'string' ? `graphsam ${graphsam}` : 'another program';
  const isNewer = typeof format === 'number' && format > currentFormat;
  throw new CheckpointError({
    code: isNewer ? 'newer-format' : 'run-damaged',
    what:
      format === undefined
        ? 'it does not describe a run: it has no format number'
        : `the run was written by ${writer} in format ${JSON.stringify(format)}, this one reads formats 1 to ${currentFormat}`,
    where,
    advice: isNewer
      ? 'Update graphsam: npm install graphsam@latest.'
      : 'Name a folder that graphsam has written; a damaged run.json has to be restored, or the run trained again.',
  });
}

/** Whether graphsam 0.1.0 wrote a run: its run.json, as text, is of format 1. */
export function isFormerRun(text: string): boolean {
  try {
    return (JSON.parse(text) as { format?: unknown } | null)?.format === 1;
  } catch {
    return false;
  }
}

function fromFormat2(content: Json): Json {
  const { config } = content;
  return { ...content, format: currentFormat, ...(isObject(config) && { config: withAuthorsPreset(config) }) };
}

function fromFormat1(content: Json): Json {
  const { kind, baseline, config, split, model, result } = content;
  return {
    ...content,
    format: 2,
    kind: kind ?? (baseline === undefined ? 'training' : 'baseline'),
    ...(isObject(config) && { config: formerConfig(config) }),
    ...(isObject(split) && { split: americanSplit(split) }),
    ...(result !== undefined && { result: valuesOfPresentMetrics(result) }),
    ...(isObject(baseline) && { baseline: valuesOfPresentMetrics(baseline) }),
    ...(isObject(model) && { model: americanModel(model) }),
  };
}

/** A configuration from before there was a default recipe. */
export function withAuthorsPreset(config: Json): Json {
  return { ...config, model: { preset: authorsPreset, ...(isObject(config.model) && config.model) } };
}

/** A configuration of graphsam 0.1.0: in today's spelling, and with what was done in one way and has a setting now. */
export function formerConfig(config: Json): Json {
  const { data, model, optimizer, training } = config;
  return {
    ...config,
    data: { atomOrder: formerAtomOrder, ...(isObject(data) && data) },
    ...(isObject(training) && { training: trainingWithPresentMetrics(training) }),
    ...(isObject(model) && { model: americanModel(model) }),
    ...(isObject(optimizer) && { optimizer: americanOptimizer(optimizer) }),
  };
}

/** GROVER's `initialisation`. */
function americanModel(model: Json): Json {
  return isObject(model.settings) ? { ...model, settings: americanSettings(model.settings) } : model;
}

/** The settings of a model in a run or a model file of graphsam 0.1.0. */
export function americanSettings(settings: Json): Json {
  return renamed(settings, 'initialisation', 'initialization');
}

/** GSAM's `minimise`, and the value `normalised` of CR-SAM's coefficients. */
function americanOptimizer(optimizer: Json): Json {
  const { hyperparameters } = optimizer;
  if (!isObject(hyperparameters)) return optimizer;
  const { coefficients } = hyperparameters;
  const values = { ...hyperparameters, ...(coefficients === 'normalised' && { coefficients: 'normalized' }) };
  return { ...optimizer, hyperparameters: renamed(values, 'minimise', 'minimize') };
}

/** `labelled` of each task of each part. */
function americanSplit(split: Json): Json {
  const { parts } = split;
  if (!Array.isArray(parts)) return split;
  const american = (part: unknown): unknown =>
    isObject(part) && Array.isArray(part.tasks)
      ? { ...part, tasks: part.tasks.map((task) => (isObject(task) ? renamed(task, 'labelled', 'labeled') : task)) }
      : part;
  return { ...split, parts: parts.map(american) };
}

/** The same with one key under another name, at the same position. */
function renamed(object: Json, from: string, to: string): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key === from ? to : key, value]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
