/** The members' models as one: its file, its predictions for the parts of the data, and how good they are. */
import type { Split } from '../../data/index.ts';
import type { MetricValues } from '../../metrics/index.ts';
import {
  type BlendReport,
  cardMetadata,
  type RunDestination,
  readModelCard,
  type SingleRunEvent,
  type TestContext,
} from '../../runs/index.ts';
import { ensembleFile } from '../../uncertainty/index.ts';
import { type CorrectedPart, correctedPart, fitHeldOut, scaledDeviations } from '../held-out.ts';
import { keptMolecules } from '../kept-molecules.ts';
import { predictionsCsv } from '../predictions-csv.ts';
import type { RunContext } from '../run-context.ts';
import { splitSetup } from '../split-setup.ts';
import { testBeside } from '../test-beside.ts';
import { fitBlend } from './blend.ts';
import { ensembleCard } from './ensemble-card.ts';
import { type EvaluatedRows, rowsOfPart } from './ensemble-rows.ts';
import { type PartEvaluation, partEvaluator, readingOf } from './evaluate-ensemble.ts';
import type { Member } from './members.ts';
import { withProgram } from './with-program.ts';

export interface MemberFiles {
  readonly members: readonly Member[];
  /** Their model files. */
  readonly files: readonly Uint8Array[];
  readonly destination: RunDestination;
  readonly onEvent: (event: SingleRunEvent) => void;
  /** Of a configuration that asks for trees beside the networks. */
  readonly onBlend?: ((report: BlendReport) => void) | undefined;
}

export interface EnsembleEvaluation {
  readonly validation: MetricValues | null;
  readonly test: MetricValues | null;
  /** Of members that share one split: folds have no training part in common that classical models could be fitted to. */
  readonly testContext?: TestContext | undefined;
}

/** Writes model.onnx and the predictions of the parts. */
export async function finishEnsemble(
  context: RunContext,
  { members, files, destination, onEvent, onBlend }: MemberFiles,
): Promise<EnsembleEvaluation> {
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
  const [val, test] = [rowsOfPart(parts, members, 'val'), rowsOfPart(parts, members, 'test')];
  const reading = readingOf(context, members.length);
  const networks = ensembleFile(files, { taskType, space, metadata: {} });
  const { features } = setup.session;
  const blend = training.blend ? await fitBlend(context, { split: parts[0]!, networks, reading, features }) : undefined;
  if (blend) onBlend?.(blend.report);
  const plain = blend ? ensembleFile(files, { taskType, space, metadata: {}, blend: blend.file }) : networks;
  const [ofVal, ofTest] = await withProgram(context, plain, async (program) => {
    const evaluate = partEvaluator(program, context, { parts, members, setup, reading, blend });
    return [await evaluate(val), await evaluate(test)] as const;
  });
  const fitted = fitHeldOut(dataset, { rows: val.rows, ...ofVal }, training);
  for (const message of fitted.warnings) onEvent({ kind: 'warning', message });
  const { scales } = setup.data;
  const correct = (part: PartEvaluation, { rows }: EvaluatedRows): CorrectedPart =>
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
