/** The members' models as one: its file, its predictions for the parts of the data, and how good they are. */
import { exactTargets, type Split } from '../../data/index.ts';
import { computeMetrics, deviation, type MetricValues, mean } from '../../metrics/index.ts';
import { type FileOutputs, type FileReading, fileOutputs } from '../../objective/index.ts';
import {
  cardMetadata,
  type ModelCard,
  modelCardFormat,
  type RunDestination,
  type RunEvent,
  readModelCard,
  type TestContext,
} from '../../runs/index.ts';
import type { Program } from '../../runtime/index.ts';
import { findTask, metricsOf } from '../../tasks/index.ts';
import { ensembleFile } from '../../uncertainty/index.ts';
import { gatherRows } from '../evaluator.ts';
import { type CorrectedPart, correctedPart, fitHeldOut, scaledDeviations } from '../held-out.ts';
import { keptMolecules } from '../kept-molecules.ts';
import { predictionsCsv } from '../predictions-csv.ts';
import type { RunContext } from '../run-context.ts';
import { type SplitSetup, splitSetup } from '../split-setup.ts';
import { testBeside } from '../test-beside.ts';
import { type Blend, fitBlend } from './blend.ts';
import { type JudgedRows, judgedRows, unseenBy } from './ensemble-rows.ts';
import type { Member } from './members.ts';
import { withProgram } from './with-program.ts';

export interface MemberFiles {
  readonly members: readonly Member[];
  /** Their model files. */
  readonly files: readonly Uint8Array[];
  readonly destination: RunDestination;
  readonly onEvent: (event: RunEvent) => void;
}

export interface JudgedEnsemble {
  readonly validation: MetricValues | null;
  readonly test: MetricValues | null;
  /** Of members that share one split: folds have no training part in common that classical models could be fitted to. */
  readonly testContext?: TestContext | undefined;
}

/** Writes model.onnx and the predictions of the parts. */
export async function finishEnsemble(
  context: RunContext,
  { members, files, destination, onEvent }: MemberFiles,
): Promise<JudgedEnsemble> {
  const { dataset, splits } = context.data;
  const { taskNames, classes, taskType } = dataset;
  const parts = splits.map(({ split }) => split);
  const trained = [...new Set(parts.flatMap(({ train }) => train))].sort((left, right) => left - right);
  const card = ensembleCard(
    files.map((bytes, index) => readModelCard(bytes, `the model of member ${index}`)),
    members,
    { folds: parts.length, molecules: trained.length },
  );
  const { training } = context.config;
  const space = { taskNames, classes };
  const setup = splitSetup(context, parts[0]!);
  const [val, test] = [judgedRows(parts, members, 'val'), judgedRows(parts, members, 'test')];
  const reading = readingOf(context, members.length);
  const networks = ensembleFile(files, { taskType, space, metadata: {} });
  const { features } = setup.session;
  const blend = training.blend ? await fitBlend(context, { split: parts[0]!, networks, reading, features }) : undefined;
  if (blend) onEvent({ kind: 'blend', ...blend.report });
  const plain = blend ? ensembleFile(files, { taskType, space, metadata: {}, blend: blend.file }) : networks;
  const [ofVal, ofTest] = await withProgram(context, plain, async (program) => {
    const judge = judgeBy(program, context, { parts, members, setup, reading, blend });
    return [await judge(val), await judge(test)] as const;
  });
  const fitted = fitHeldOut(dataset, { rows: val.rows, ...ofVal }, training);
  for (const message of fitted.warnings) onEvent({ kind: 'warning', message });
  const { scales } = setup.data;
  const correct = (part: JudgedPart, { rows }: JudgedRows): CorrectedPart =>
    correctedPart(dataset, { ...part, rows, scales }, { fitted, training });
  const [correctVal, correctTest] = [correct(ofVal, val), correct(ofTest, test)];
  const metadata = {
    ...cardMetadata({ ...card, trust: fitted.trust, ...(blend && { trees: blend.card }) }),
    ...keptMolecules(context, trained, onEvent),
  };
  const calibration = fitted.trust.classes;
  await destination.write('model', ensembleFile(files, { taskType, space, metadata, calibration, blend: blend?.file }));
  await destination.write(
    'predictions',
    predictionsCsv(dataset, test.rows, correctTest.predictions, scaledDeviations(ofTest.spread, fitted)),
  );
  await destination.write(
    'validationPredictions',
    predictionsCsv(dataset, val.rows, correctVal.predictions, scaledDeviations(ofVal.spread, fitted)),
  );
  const [split] = parts as [Split];
  const { predictions } = correctTest;
  const { baselines } = blend ?? {};
  return {
    validation: correctVal.metrics,
    test: correctTest.metrics,
    ...(parts.length === 1 && { testContext: testBeside(context, split, { predictions, baselines, onEvent }) }),
  };
}

/** The card of the first member, with what it cannot say of the others. */
function ensembleCard(
  cards: readonly ModelCard[],
  members: readonly Member[],
  trainedOn: { readonly folds: number; readonly molecules: number },
): ModelCard {
  const [first] = cards as [ModelCard];
  const { standardization, elements: _elements, ...common } = first;
  const known = cards.every(({ elements }) => elements);
  const elements = new Set(cards.flatMap((card) => card.elements ?? []));
  const isOneSplit = members.every(({ fold }) => fold === 0);
  return {
    ...common,
    format: modelCardFormat,
    ...(known && { elements: [...elements].sort((left, right) => left - right) }),
    // Each fold has its own.
    ...(isOneSplit && standardization && { standardization }),
    ...(trainedOn.folds > 1 && { training: { ...first.training, ...trainedOn } }),
    members: cards.map(({ training: { seed, bestEpoch, molecules }, standardization: own }, index) => ({
      ...{ seed, bestEpoch, fold: members[index]!.fold },
      ...(trainedOn.folds > 1 && { molecules }),
      ...(!isOneSplit && own && { standardization: own }),
    })),
  };
}

interface JudgedPart extends CorrectedPart {
  /** Deviation of the members that did not train on a row, [rows, tasks]; undefined where they are not of quantities. */
  readonly spread: Float64Array | undefined;
}

interface JudgeInputs {
  readonly parts: readonly Split[];
  readonly members: readonly Member[];
  readonly setup: SplitSetup;
  readonly reading: FileReading;
  readonly blend: Blend | undefined;
}

function readingOf({ data: { dataset }, resolved }: RunContext, members: number): FileReading {
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
function judgeBy(
  program: Program,
  { data, config }: RunContext,
  { parts, members, setup, reading, blend }: JudgeInputs,
): (rows: JudgedRows) => Promise<JudgedPart> {
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
function answers(all: FileOutputs, answering: JudgedRows['members'], width: number): Float64Array {
  return Float64Array.from(all.predictions, (prediction, at) => {
    const members = answering[Math.floor(at / width)]!;
    if (members.length === all.members!.length) return prediction;
    return members.reduce((sum, member) => sum + all.members![member]![at]!, 0) / members.length;
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
    const between = (deviation(members.map((member) => all.members![member]![at]!)) ?? 0) ** 2;
    const within = all.memberSpreads && mean(members.map((member) => all.memberSpreads![member]![at]! ** 2));
    return Math.sqrt(between + (within ?? 0));
  });
}
