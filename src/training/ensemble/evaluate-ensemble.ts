/** An ensemble on parts of the data: predictions of the members that may answer for a row, how far they disagree, metrics. */
import { mean, sampleDeviation } from '../../base/index.ts';
import { exactTargets, type Split } from '../../data/index.ts';
import { computeMetrics } from '../../metrics/index.ts';
import { type FileOutputs, type FileReading, fileOutputs } from '../../objective/index.ts';
import type { Program } from '../../runtime/index.ts';
import { findTask, metricsOf } from '../../tasks/index.ts';
import { gatherRows } from '../evaluator.ts';
import type { CorrectedPart } from '../held-out.ts';
import type { RunContext } from '../run-context.ts';
import type { SplitSetup } from '../split-setup.ts';
import type { Blend } from './blend.ts';
import { type EvaluatedRows, unseenBy } from './ensemble-rows.ts';
import type { Member } from './members.ts';

export interface PartEvaluation extends CorrectedPart {
  /** Deviation of the members that did not train on a row, [rows, tasks]; undefined where they are not of quantities. */
  readonly spread: Float64Array | undefined;
}

interface EvaluatedParts {
  readonly parts: readonly Split[];
  readonly members: readonly Member[];
  readonly setup: SplitSetup;
  readonly reading: FileReading;
  readonly blend: Blend | undefined;
}

/** How the file of so many members is read. */
export function readingOf({ data: { dataset }, resolved }: RunContext, members: number): FileReading {
  const definition = findTask(dataset.taskType);
  return {
    model: resolved.model,
    config: resolved.settings,
    width: dataset.taskNames.length * definition.head(dataset).outputsPerTask,
    members,
    withRaw: definition.classProbabilities !== undefined,
  };
}

/** Predicts parts of the data with the file itself, so that a user of the file gets these numbers. */
export function partEvaluator(
  program: Program,
  { data, config }: RunContext,
  { parts, members, setup, reading, blend }: EvaluatedParts,
): (rows: EvaluatedRows) => Promise<PartEvaluation> {
  const { dataset } = data;
  const definition = findTask(dataset.taskType);
  const metrics = metricsOf(dataset.taskType, config.training);
  return async ({ rows, members: answering }) => {
    const features = rows.map((row) => setup.session.features[row]);
    const trees = blend && { ...blend.rows, rows: rows.map((row) => blend.rows.rows[row]!) };
    const all = await fileOutputs(program, reading, features, trees);
    // Logits say more than probabilities near 0 and 1; a part of the members has none together.
    const isWhole = answering.every(({ length }) => length === members.length);
    const predictions =
      isWhole && all.raw
        ? definition.read(all.raw, dataset, undefined)
        : definition.final(answers(all, answering, reading.width), dataset);
    const unseen = unseenBy(parts, members, rows);
    const spread = definition.classProbabilities ? undefined : spreadOf(all, unseen, reading.width);
    const labels = gatherRows(exactTargets(dataset), rows, dataset.taskNames.length);
    const { scales } = setup.data;
    return {
      predictions,
      spread,
      metrics: rows.length === 0 ? null : computeMetrics(metrics, labels, predictions, { scales }),
    };
  };
}

/** The mean of the members that answer for each row. */
function answers(all: FileOutputs, answering: EvaluatedRows['members'], width: number): Float64Array {
  return Float64Array.from(all.predictions, (prediction, at) => {
    const members = answering[Math.floor(at / width)]!;
    if (members.length === all.members!.length) return prediction;
    return mean(members.map((member) => all.members![member]![at]!));
  });
}

/**
 * Deviation of the members that did not train on each row, made of them as the file makes it of all (uncertainty/ensemble-file.ts); NaN of a
 * row that is new to one of several members only.
 */
function spreadOf(all: FileOutputs, unseen: readonly (readonly number[])[], width: number): Float64Array {
  return Float64Array.from(all.spread!, (spread, at) => {
    const members = unseen[Math.floor(at / width)]!;
    if (members.length === all.members!.length) return spread;
    if (members.length < 2) return Number.NaN;
    const between = (sampleDeviation(members.map((member) => all.members![member]![at]!)) ?? 0) ** 2;
    const within = all.memberSpreads && mean(members.map((member) => all.memberSpreads![member]![at]! ** 2));
    return Math.sqrt(between + (within ?? 0));
  });
}
