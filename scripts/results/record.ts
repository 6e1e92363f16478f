/**
 * A run as it is kept in results/runs: what was asked for, what came out, epoch by epoch, and the software; no weights, and no path of the
 * machine that computed it. From these files alone docs/results.md is made, so nothing has to be computed twice.
 */
import { basename } from 'node:path';
import { CheckpointError } from '../../src/base/index.ts';
import type { EpochFacts } from '../../src/experiments/run-result.ts';
import type { MetricValues } from '../../src/metrics/task-metrics.ts';
import type { EpochReport } from '../../src/runs/events.ts';
import { parseTrainConfig, type RunFile } from '../../src/runs/index.ts';

/** What is kept of a line of metrics.jsonl; the validation metrics without their single tasks. */
interface KeptEpoch extends EpochFacts {
  readonly epoch: number;
}

type Section = Readonly<Record<string, unknown>>;

export interface ResultRecord {
  /** 1: from before there was a default recipe; a model without a preset has the authors' one. */
  readonly format: 1 | 2;
  /** The run folder's name, `<dataset>-<model>-<optimizer>-<split>-seed<N>`. */
  readonly name: string;
  readonly created: string;
  readonly software: Section;
  /** As in run.json, without folders. */
  readonly config: Section;
  readonly data: Section;
  /** Name, preset and all settings, or the classical model. */
  readonly model: Section;
  readonly result: Section & { readonly validation: MetricValues | null; readonly test: MetricValues | null };
  /** Empty for a classical model. */
  readonly epochs: readonly KeptEpoch[];
}

/** name: that of the run's folder. epochs: metrics.jsonl. Throws CheckpointError unless it is a finished training or baseline. */
export function recordOf(name: string, run: RunFile, epochs: readonly EpochReport[]): ResultRecord {
  if (run.kind === 'pretraining' || !run.result) {
    throw new CheckpointError({ what: 'not a finished training or baseline', where: name });
  }
  const { graphsam, node, runtime, toolkit, created = '', data, result } = run;
  const config = parseTrainConfig(run.config, name);
  const { folder: _data, paths, ...dataConfig } = config.data;
  const { molecules, rejected, tasks, taskType, checksums } = data;
  const hashes = Object.entries(checksums).map(([path, hash]) => [basename(path), hash]);
  const files = paths?.map((path) => basename(path));
  return {
    format: 2,
    name,
    created,
    software: { graphsam, node, runtime, toolkit },
    config: { ...run.config, data: { ...dataConfig, ...(files && { paths: files }) } },
    data: { molecules, rejected, tasks, taskType, checksums: Object.fromEntries(hashes) },
    model: run.kind === 'baseline' ? run.baseline : run.model,
    result,
    epochs: epochs.map(keptEpoch),
  };
}

function keptEpoch(report: EpochReport): KeptEpoch {
  const { epoch, trainLoss, evaluations, updates, seconds, moleculesPerSecond, validation } = report;
  const means = Object.entries(validation ?? {}).map(([metric, { mean, standardized }]) => {
    return [metric, { mean, ...(standardized !== undefined && { standardized }) }];
  });
  const kept = validation === null ? null : Object.fromEntries(means);
  return { epoch, trainLoss, validation: kept, evaluations, updates, seconds, moleculesPerSecond };
}

/** The file's text: a line a field and a line an epoch, so that a change is read as one. */
export function recordText(record: ResultRecord): string {
  const { epochs, ...facts } = record;
  const lines = Object.entries(facts).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)},`);
  const epochLines = epochs.map((epoch) => `  ${JSON.stringify(epoch)}`).join(',\n');
  return ['{', ...lines, epochLines === '' ? ' "epochs": []' : ` "epochs": [\n${epochLines}\n ]`, '}', ''].join('\n');
}

/**
 * What a repetition on another day and machine must give again: data, model, metrics and losses, without times and versions. The
 * settings are compared with the grid's, where a setting that an older version did not know yet has its default.
 */
export function numbersOf(record: ResultRecord): string {
  const { created: _created, software: _software, config: _config, ...facts } = record;
  return JSON.stringify(facts, (key, value: unknown) => (timeKeys.has(key) ? undefined : inKeyOrder(value)));
}

const timeKeys = new Set(['seconds', 'moleculesPerSecond', 'secondsPerEpoch']);

function inKeyOrder(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
