/** The tested labels of each target as uncertainty is judged by them: errors, how sure the model was, what lies inside its ranges. */
import { mean } from '../base/index.ts';
import { conformalBound, labelSet, type Trust } from '../calibration/index.ts';
import { equalMassError, type Interval, resampled } from '../metrics/index.ts';
import { findTask } from '../tasks/index.ts';
import type { TestedTask, TestTable } from './run-tables.ts';

interface Measure {
  readonly title: string;
  readonly value: number;
  readonly interval: Interval | undefined;
}

export interface TaskTrust {
  readonly name: string;
  /** Positions in the test table of the labels. */
  readonly rows: readonly number[];
  /** Of each label: how far off the prediction is. */
  readonly errors: readonly number[];
  /** Of each label: what the model says of it, in any unit; undefined: nothing. */
  readonly uncertainty: readonly number[] | undefined;
  /** Of each label: whether it lies in its interval or set; undefined: there are none. */
  readonly covered: readonly boolean[] | undefined;
  readonly measures: readonly Measure[];
}

export interface TaskTrustOptions {
  readonly taskType: string;
  readonly trust: Trust;
  readonly coverage: number;
}

export function taskTrust(test: TestTable, options: TaskTrustOptions): TaskTrust[] {
  const isOfClasses = findTask(options.taskType).classProbabilities !== undefined;
  return test.tasks.map((task, at) =>
    isOfClasses ? trustOfClasses(task, at, options) : trustOfQuantity(task, at, options),
  );
}

function trustOfQuantity(task: TestedTask, at: number, { trust, coverage }: TaskTrustOptions): TaskTrust {
  const { deviations } = task;
  // Of a row that was new to one fold of an ensemble only, no deviation is known.
  const rows = labeledRows(task).filter((row) => !Number.isNaN(deviations?.[row]));
  const errors = rows.map((row) => Math.abs(task.labels[row]! - task.predictions[row]![0]!));
  const said = deviations && rows.map((row) => deviations[row]!);
  const scores = trust.conformal?.targets[at]?.scores[0];
  const unit = (index: number): number => (trust.conformal?.normalized ? (said?.[index] ?? Number.NaN) : 1);
  const bound = scores ? conformalBound(scores, coverage) : Number.POSITIVE_INFINITY;
  const halves = Number.isFinite(bound) ? errors.map((_, index) => bound * unit(index)) : undefined;
  const covered = halves?.map((half, index) => errors[index]! <= half);
  const likelihood = said?.map((deviation, index) => normalLoss(errors[index]!, deviation));
  return {
    name: task.name,
    rows,
    errors,
    uncertainty: said,
    covered,
    measures: [
      ...meanMeasure(`coverage of ${100 * coverage} % intervals`, covered?.map(Number)),
      ...meanMeasure(
        'mean width of the intervals',
        halves?.map((half) => 2 * half),
      ),
      ...meanMeasure('negative log-likelihood (normal)', likelihood),
    ],
  };
}

function trustOfClasses(task: TestedTask, at: number, { taskType, trust, coverage }: TaskTrustOptions): TaskTrust {
  const { classProbabilities } = findTask(taskType);
  const rows = labeledRows(task);
  const count = task.classes?.length ?? 2;
  const probabilities = rows.map((row) => classProbabilities!(task.predictions[row]!).slice(0, count));
  const labels = rows.map((row) => task.labels[row]!);
  const errors = probabilities.map((each, index) => Number(each.indexOf(Math.max(...each)) !== labels[index]));
  const scores = trust.conformal?.targets[at]?.scores;
  const sets = scores && probabilities.map((each) => labelSet(each, scores, coverage));
  const covered = sets?.map((set, index) => set.includes(labels[index]!));
  const ofLabel = probabilities.map((each, index) => each[labels[index]!]!);
  const squares = probabilities.map((each, index) => brierOf(each, labels[index]!));
  return {
    name: task.name,
    rows,
    errors,
    uncertainty: probabilities.map((each) => 1 - Math.max(...each)),
    covered,
    measures: [
      ...calibrationMeasures({ labels, probabilities }, trust.classes?.targets[at]),
      ...meanMeasure('Brier score', squares),
      ...meanMeasure(
        'log loss',
        ofLabel.map((each) => -Math.log(Math.max(each, 1e-12))),
      ),
      ...meanMeasure(`coverage of ${100 * coverage} % sets`, covered?.map(Number)),
      ...meanMeasure(
        'mean size of the sets',
        sets?.map((set) => set.length),
      ),
    ],
  };
}

interface Labeled {
  readonly labels: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
}

/** Of the probability of yes; before the correction too, where that can be undone. */
function calibrationMeasures(
  { labels, probabilities }: Labeled,
  correction: NonNullable<Trust['classes']>['targets'][number] | undefined,
): Measure[] {
  if (probabilities[0]?.length !== 2) return [];
  const yes = probabilities.map((each) => each[1]!);
  const error = (values: readonly number[]): Measure['value'] => equalMassError(labels, values);
  const measure = (title: string, values: readonly number[]): Measure => ({
    title,
    value: error(values),
    interval: resampled(labels.length, (drawn) =>
      equalMassError(
        drawn.map((row) => labels[row]!),
        drawn.map((row) => values[row]!),
      ),
    ),
  });
  const after = measure('expected calibration error (15 bins of equal size)', yes);
  if (!correction || correction.labels === 0 || correction.curve) return [after];
  const { scale, shift } = correction;
  const before = yes.map((each) => 1 / (1 + Math.exp(-(Math.log(each / (1 - each)) - shift) / scale)));
  return [measure('expected calibration error before the correction', before), after];
}

/** Of yes and no the squared error of yes; of several classes the sum over them. */
function brierOf(probabilities: readonly number[], label: number): number {
  const squares = probabilities.map((each, at) => (each - Number(at === label)) ** 2);
  return probabilities.length === 2 ? squares[1]! : squares.reduce((sum, square) => sum + square, 0);
}

/** Of a normal distribution around the prediction. */
function normalLoss(error: number, deviation: number): number {
  return 0.5 * Math.log(2 * Math.PI * deviation ** 2) + error ** 2 / (2 * deviation ** 2);
}

function meanMeasure(title: string, values: readonly number[] | undefined): Measure[] {
  if (!values || values.length === 0) return [];
  const interval = resampled(values.length, (drawn) => mean(drawn.map((row) => values[row]!)));
  return [{ title, value: mean(values), interval }];
}

function labeledRows({ labels }: TestedTask): number[] {
  return [...labels.keys()].filter((row) => !Number.isNaN(labels[row]!));
}
