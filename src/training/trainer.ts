/**
 * The training loop: epochs of steps, a validation after each, the best epoch tested once at the end. It knows the model as a
 * ModelSession, the method as an Optimizer and the disk as a RunStore, and runs in Node and in browsers.
 *
 * A checkpoint is saved after every epoch, within a long one now and then, and when the signal asks to stop; continuing from it gives the
 * same weights and the same reports, bit for bit, as never having stopped (timings apart, and what a deadline cuts off). See README.md for how.
 */
import type { Vector } from '../base/index.ts';
import { batches, drawEvenly, shuffleBlocks } from '../data/index.ts';
import { comparableMean, type MetricValues, Predictions } from '../metrics/index.ts';
import type { Batch } from '../objective/index.ts';
import { here, type StepReport } from '../optim/index.ts';
import { addStep, type EpochReport, encodeKeptWeights, noSteps, type Position, summarizeEpoch } from '../runs/index.ts';
import { shouldStop, track } from './early-stopping.ts';
import { EtaEstimator, timed } from './eta-estimator.ts';
import { type Evaluator, evaluatorOf, gatherRows, type RowsEvaluation } from './evaluator.ts';
import { Probe } from './probe.ts';
import { lossNotFinite, metricUndefined, nothingUpdated } from './training-failures.ts';
import { checkTrainingOptions, type TrainingOptions, targetsOf } from './training-options.ts';
import { openState, saveState, type TrainingState } from './training-state.ts';

export interface FinishedTraining {
  readonly status: 'finished';
  /** Epochs that were run, and the one whose weights are kept; from 1. */
  readonly epochs: number;
  readonly bestEpoch: number;
  /** `last epoch` without validation rows, or if the metric was undefined in every epoch. */
  readonly chosenBy: 'validation' | 'last epoch';
  readonly stoppedEarly: boolean;
  /** Of the best epoch. */
  readonly weights: Vector;
  /** Metrics of these weights; null for a part without rows. */
  readonly validation: MetricValues | null;
  readonly test: MetricValues | null;
  /** Of the rows of the part, as metrics read them; none for a part without rows. */
  readonly validationPredictions: Predictions;
  readonly testPredictions: Predictions;
}

export interface InterruptedTraining {
  readonly status: 'interrupted';
  readonly at: Position;
}

export type TrainingResult = FinishedTraining | InterruptedTraining;

/**
 * Trains, or continues where the store's checkpoint stands.
 * Throws ConfigError, DataError and CheckpointError before the first step, RunError if a loss or prediction is not finite; the
 * checkpoint in the store is then still the last good one.
 */
export async function fitModel(options: TrainingOptions): Promise<TrainingResult> {
  checkTrainingOptions(options);
  const { state, resumed } = await openState(options);
  const evaluator = evaluatorOf(options);
  const probe = options.probeEvery === undefined ? undefined : new Probe(options.probeEvery);
  const run: Run = {
    options,
    state,
    evaluator,
    targets: targetsOf(options.data),
    eta: new EtaEstimator(),
    probe,
    warned: false,
    outOfTime: false,
    cutShort: false,
    savedAt: Date.now(),
  };
  const stepsPerEpoch = cut(options, undefined).length;
  options.onEvent?.({
    kind: 'start',
    epochs: options.epochs,
    stepsPerEpoch,
    ...(options.earlyStopping && { patience: options.earlyStopping.patience }),
    ...(resumed && { resumedAt: positionOf(state) }),
  });
  // Also of a run that was killed after a checkpoint of its first weights.
  if (state.position.step === 0) await keepWeights(run);
  try {
    while (!isDone(run)) {
      await runSteps(run);
      await finishEpoch(run);
    }
    return await testBest(run);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await saveWithinEpoch(run);
    return { status: 'interrupted', at: positionOf(state) };
  }
}

interface Run {
  readonly options: TrainingOptions;
  readonly state: TrainingState;
  readonly evaluator: Evaluator;
  /** As the loss sees them, [rows, tasks]. */
  readonly targets: Float64Array;
  readonly eta: EtaEstimator;
  readonly probe: Probe | undefined;
  warned: boolean;
  /** No further epoch fits before the deadline. */
  outOfTime: boolean;
  /** The deadline was past before the last step of an epoch. */
  cutShort: boolean;
  /** Milliseconds since 1970, of the last checkpoint. */
  savedAt: number;
}

/** Seconds of work that a kill may cost, where nothing else is given. */
const defaultCheckpointSeconds = 600;

/** Ends the loop where the state is whole; never reaches the caller. */
class Interrupted extends Error {}

const arithmeticOf = ({ arithmetic = here }: TrainingOptions) => arithmetic;

async function pauseOrStop({ options }: Run): Promise<void> {
  await options.betweenSteps?.();
  if (options.signal?.aborted) throw new Interrupted();
}

function isDone({ options, state, outOfTime }: Run): boolean {
  return outOfTime || state.position.epoch >= options.epochs || shouldStop(state.tracking, options.earlyStopping);
}

/** Whether so much more work would end too late. */
function isTooLate({ options: { deadline } }: Run, seconds = 0): boolean {
  return deadline !== undefined && Date.now() + 1000 * seconds > deadline;
}

function cut({ data, batchSize, dropLast }: TrainingOptions, stream: TrainingState['shuffle'] | undefined): number[][] {
  if (data.blocks && stream) return batches(shuffleBlocks(data.blocks, stream), batchSize, { dropLast });
  const rows = data.groups && stream ? drawEvenly(data.groups, data.train.length, stream) : data.train;
  return batches(rows, batchSize, { stream, dropLast });
}

/** The rest of the epoch's steps; the order of its rows is drawn from where the stream stood at its start. */
async function runSteps(run: Run): Promise<void> {
  const { options, state } = run;
  state.shuffle.load(state.shuffleAtEpochStart);
  const order = cut(options, state.shuffle);
  while (state.position.stepInEpoch < order.length) {
    await pauseOrStop(run);
    if (state.statistics.updates > 0 && isTooLate(run)) {
      run.cutShort = true;
      break;
    }
    const { stepInEpoch } = state.position;
    const [rows, next] = [order[stepInEpoch]!, order[stepInEpoch + 1]];
    const { objective } = options.session;
    objective.setBatch(batchOf(run, rows), next && batchOf(run, next), state.masks.uint32());
    const clock = { ...state.position, stepsPerEpoch: order.length, epochs: options.epochs };
    const probed = await run.probe?.begin(clock, state.weights, objective, options.optimizer);
    const { result: report, seconds } = await timed(() =>
      options.optimizer.step(state.weights, probed?.objective ?? objective, clock),
    );
    if (!Number.isFinite(report.loss)) throw lossNotFinite(options.data, state.statistics, report, { clock, rows });
    if (probed) await options.store.appendProbe?.(await probed.finish(report, clock));
    if (report.skipped === undefined && !options.optimizer.isWarmingUp(clock))
      state.average?.add(state.weights, arithmeticOf(options));
    addStep(state.statistics, report, rows.length, seconds);
    state.position = { epoch: clock.epoch, stepInEpoch: stepInEpoch + 1, step: clock.step + 1 };
    run.eta.addStep(seconds);
    emitStep(run, report, { stepsPerEpoch: order.length, molecules: rows.length, seconds });
    if (next) await saveNowAndThen(run);
  }
  await pauseOrStop(run);
}

async function saveNowAndThen(run: Run): Promise<void> {
  const { checkpointSeconds = defaultCheckpointSeconds } = run.options;
  if (Date.now() - run.savedAt >= 1000 * checkpointSeconds) await saveWithinEpoch(run);
}

async function saveWithinEpoch(run: Run): Promise<void> {
  await arithmeticOf(run.options).bringBack();
  await save(run);
}

async function save(run: Run): Promise<void> {
  await saveState(run.state, run.options);
  run.savedAt = Date.now();
}

function batchOf({ targets, options, state }: Run, rows: readonly number[]): Batch {
  const { tasks } = options.session;
  const { epoch } = state.position;
  const gathered = { rows, targets: gatherRows(targets, rows, tasks), epoch };
  const { weights } = options.data;
  if (!weights) return gathered;
  const present = epoch < weights.lateFrom ? weights.early : weights.late;
  return { ...gathered, weights: present && gatherRows(present, rows, tasks) };
}

function emitStep(
  { options, state, eta }: Run,
  report: StepReport,
  { stepsPerEpoch, molecules, seconds }: { stepsPerEpoch: number; molecules: number; seconds: number },
): void {
  const { epoch, stepInEpoch } = state.position;
  const { trainLoss } = summarizeEpoch(state.statistics);
  const stepsLeft = (options.epochs - epoch) * stepsPerEpoch - stepInEpoch;
  const secondsLeft = eta.secondsLeft(stepsLeft, options.epochs - epoch);
  const { learningRate } = report;
  const at = positionOf(state);
  options.onEvent?.({ kind: 'step', at, loss: trainLoss, learningRate, secondsLeft, report, molecules, seconds });
}

/** Validation, the choice of the best epoch, the report and the checkpoint. */
async function finishEpoch(run: Run): Promise<void> {
  const { options, state } = run;
  const { epoch, step } = state.position;
  if (state.statistics.updates === 0) throw nothingUpdated(state.statistics, epoch);
  await arithmeticOf(options).bringBack();
  const { tracked } = run.evaluator;
  const weights = evaluatedWeights(state);
  const { result: evaluated, seconds } = await timed(async () => ({
    watched: await evaluateOf(run, options.data.watched ?? [], weights),
    validation: await evaluateOf(run, options.data.val, weights),
    raw: weights === state.weights ? null : await evaluateOf(run, options.data.val, state.weights),
  }));
  run.eta.addValidation(seconds);
  const validation = evaluated.validation?.metrics ?? null;
  const value = comparableMean(validation?.[tracked.name]);
  if (validation && value === null) warnUndefined(run);
  const tracking = track(state.tracking, tracked, { epoch, value }, options.earlyStopping);
  const best = tracking.best?.epoch === epoch;
  const metrics = { validation, rawValidation: evaluated.raw?.metrics, training: evaluated.watched?.metrics };
  const report = reportOf(state, metrics, best, seconds);

  state.tracking = tracking;
  state.reports.push(report);
  if (best) state.bestWeights = weights.slice();
  state.statistics = noSteps();
  state.shuffleAtEpochStart = state.shuffle.state();
  state.position = { epoch: epoch + 1, stepInEpoch: 0, step };
  run.outOfTime = isTooLate(run, report.seconds);
  // The report first: what was written beyond the checkpoint is forgotten when resuming, what is missing could not be made up.
  await options.store.appendEpoch(report);
  await keepWeights(run);
  await save(run);
  options.onEvent?.({ kind: 'epoch', report });
  tellOfEarlyEnd(run, epoch + 1);
}

function tellOfEarlyEnd({ options, state, outOfTime, cutShort }: Run, epoch: number): void {
  const { epochs, earlyStopping, onEvent } = options;
  if (epoch >= epochs && !cutShort) return;
  if (earlyStopping && shouldStop(state.tracking, earlyStopping))
    onEvent?.({ kind: 'stopped-early', epoch, patience: earlyStopping.patience });
  else if (outOfTime) onEvent?.({ kind: 'time-up', epoch, epochs });
}

/** The average, once it has begun; what is judged is what is kept. */
function evaluatedWeights({ average, weights }: TrainingState): Vector {
  return average && average.steps > 0 ? average.weights : weights;
}

/** Before the checkpoint that ends the epoch: after a kill in between, the same file is written again. */
async function keepWeights(run: Run): Promise<void> {
  const { keepWeightsEvery: every, store, session } = run.options;
  const { epoch } = run.state.position;
  if (every === undefined || (epoch % every !== 0 && !isDone(run))) return;
  await store.keepWeights?.(epoch, encodeKeptWeights(run.state.weights, session.layout, epoch));
}

async function evaluateOf(run: Run, rows: readonly number[], weights: Vector): Promise<RowsEvaluation | null> {
  return rows.length === 0 ? null : run.evaluator.evaluate(weights, rows, () => pauseOrStop(run));
}

interface EpochMetrics {
  readonly validation: MetricValues | null;
  readonly rawValidation: MetricValues | undefined;
  readonly training: MetricValues | undefined;
}

function reportOf(
  { position, statistics }: TrainingState,
  { validation, rawValidation, training }: EpochMetrics,
  best: boolean,
  validationSeconds: number,
): EpochReport {
  return {
    epoch: position.epoch + 1,
    ...summarizeEpoch(statistics),
    validation,
    ...(rawValidation && { rawValidation }),
    ...(training && { training }),
    best,
    seconds: statistics.seconds + validationSeconds,
    moleculesPerSecond: statistics.molecules / statistics.seconds,
  };
}

async function testBest(run: Run): Promise<FinishedTraining> {
  const { options, state } = run;
  const { tracking, position } = state;
  const weights = state.bestWeights ?? evaluatedWeights(state);
  const validation = await evaluateOf(run, options.data.val, weights);
  const test = await evaluateOf(run, options.data.test, weights);
  return {
    status: 'finished',
    epochs: position.epoch,
    bestEpoch: (tracking.best?.epoch ?? position.epoch - 1) + 1,
    chosenBy: tracking.best ? 'validation' : 'last epoch',
    stoppedEarly: position.epoch < options.epochs,
    weights,
    validation: validation?.metrics ?? null,
    test: test?.metrics ?? null,
    validationPredictions: validation?.predictions ?? Predictions.none(),
    testPredictions: test?.predictions ?? Predictions.none(),
  };
}

function warnUndefined(run: Run): void {
  if (!run.warned) run.options.onEvent?.({ kind: 'warning', message: metricUndefined(run.evaluator.tracked.name) });
  run.warned = true;
}

function positionOf({ position }: TrainingState): Position {
  return { epoch: position.epoch + 1, step: position.stepInEpoch };
}
