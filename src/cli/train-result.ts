/** What `graphsam train` says at the end: metrics of the test part, the run folder, and the command that predicts with it. */

import { formatDuration, formatNumber, mean, plural, sampleDeviation, shellWord } from '../base/index.ts';
import { comparableMean, comparableName, type MetricValue } from '../metrics/index.ts';
import type {
  EnsembleMember,
  FinishedRun,
  InterruptedRun,
  ProbeSummary,
  TestContext,
  TrainRunResult,
} from '../runs/index.ts';
import { exitCodes } from './exit-code.ts';
import { meansOf, metricsText, mixesUnits, perTaskOf, taskLines } from './metrics-text.ts';
import type { Output } from './output.ts';

/** Prints the result and returns the exit code. The last JSON object holds `test`: metric names with their means over the tasks. */
export function reportResult(result: TrainRunResult, tasks: readonly string[], output: Output): number {
  const interrupted = result.runs.find((run): run is InterruptedRun => run.status === 'interrupted');
  if (interrupted) return reportInterruption(result.folder, interrupted, 'train', output);
  const runs = result.runs as readonly FinishedRun[];
  const predict = `graphsam predict ${shellWord(runs[0]!.folder)} molecules.csv`;
  const means = meanOverRuns(runs);
  const lines = [...runs.flatMap((run) => runLines(run, tasks)), ...spreadLines(runs), `Predict: ${predict}`];
  output.result(lines.join('\n'), {
    kind: 'result',
    status: 'finished',
    folder: result.folder,
    predict,
    runs: runs.map((run) => runRecord(run, tasks)),
    test: means,
  });
  return exitCodes.success;
}

/** Prints how to go on and returns the exit code. folder: of the whole run; command: the one that continues it. */
export function reportInterruption(folder: string, { at }: InterruptedRun, command: string, output: Output): number {
  const resume = `graphsam ${command} --resume ${shellWord(folder)}`;
  output.result(`Interrupted in epoch ${at.epoch}, after step ${at.step}; everything is saved.\nContinue: ${resume}`, {
    kind: 'interrupted',
    folder,
    at,
    resume,
  });
  return exitCodes.interrupted;
}

function runLines(run: FinishedRun, tasks: readonly string[]): string[] {
  const { folder, epochs, bestEpoch, stoppedEarly, chosenBy, validation, test, secondsPerEpoch, evaluations } = run;
  const early = stoppedEarly ? ' (stopped early)' : '';
  const chosen = chosenBy === 'validation' ? `best epoch ${bestEpoch} by validation` : `weights of epoch ${bestEpoch}`;
  const cost = `of ${formatDuration(secondsPerEpoch)}, ${plural(evaluations, 'gradient evaluation')}`;
  return [
    ...(run.members
      ? memberLines(run.members, cost)
      : [`Finished: ${plural(epochs, 'epoch')}${early} ${cost}, ${chosen}`]),
    ...(validation ? [`Validation: ${metricsText(validation)}`] : []),
    test ? `Test: ${metricsText(test)}` : 'Test: no test rows',
    ...(run.testContext ? [contextLine(run.testContext)] : []),
    ...(test && tasks.length > 1 ? taskLines(test, tasks) : []),
    ...(test && mixesUnits(test) ? [unitsNote] : []),
    ...(run.probe ? [probeLine(run.probe)] : []),
    `Run folder: ${folder}`,
  ];
}

const unitsNote =
  'A mean over targets of different units says little; the standardized one is in units of the spread of each target, and chose the epoch.';

/** `  roc-auc of 113 molecules: 95 % interval 0.81 to 0.93; mean predictor 0.5` */
function contextLine({ molecules, interval, meanPredictor, baselines = [], ...measured }: TestContext): string {
  const [low, high] = interval ?? [];
  const range = interval ? `95 % interval ${formatNumber(low)} to ${formatNumber(high)}; ` : '';
  const others = [{ name: 'mean predictor', value: meanPredictor }, ...baselines];
  const values = others.map(({ name, value }) => `${name} ${formatNumber(value)}`).join(', ');
  const metric = comparableName(measured.metric, measured.isStandardized);
  return `  ${metric} of ${plural(molecules, 'molecule')}: ${range}${values}`;
}

/** Of an ensemble: what its members are alone, and what they cost together. */
function memberLines(members: readonly EnsembleMember[], cost: string): string[] {
  const lines = members.map(({ folder, seed, fold, bestEpoch, test }) => {
    const which = members.some((other) => other.fold !== fold) ? `fold ${fold + 1}, seed ${seed}` : `seed ${seed}`;
    return `  ${folder} (${which}): best epoch ${bestEpoch}${test ? `, test ${metricsText(test)}` : ''}`;
  });
  const seconds = members.reduce((total, member) => total + member.seconds, 0);
  const epochs = members.reduce((total, member) => total + member.epochs, 0);
  const total = `${plural(epochs, 'epoch')} ${cost}, ${formatDuration(seconds)} in all`;
  return [`Finished: ${plural(members.length, 'model')}, ${total}`, ...lines, 'All of them together:'];
}

function probeLine({ probes, cosine, perturbationChange, updateChange }: ProbeSummary): string {
  const stands = cosine === null ? '' : `the average and the true gradient have cosine ${formatNumber(cosine)}, `;
  const changes = `from step to step perturbation gradients change by ${formatNumber(perturbationChange)}, update gradients by ${formatNumber(updateChange)}`;
  return `Probe: ${plural(probes, 'step')}; ${stands}${changes} of their length (medians)`;
}

function runRecord(run: FinishedRun, tasks: readonly string[]): Record<string, unknown> {
  const { validation, test, ...facts } = run;
  return {
    ...facts,
    validation: meansOf(validation),
    test: meansOf(test),
    testPerTask: perTaskOf(test, tasks),
  };
}

/** Of several runs: the mean of each metric over the runs where it is defined. */
function meanOverRuns(runs: readonly FinishedRun[]): Record<string, number | null> | null {
  const values = testValues(runs);
  if (!values) return null;
  const meanOf = (each: readonly MetricValue[]): number | null =>
    meanOrNull(each.map((value) => value.mean).filter((value) => value !== null));
  return Object.fromEntries(Object.entries(values).map(([name, each]) => [name, meanOf(each)]));
}

/** Mean and standard deviation over the runs, a line a metric. */
function spreadLines(runs: readonly FinishedRun[]): string[] {
  if (runs.length === 1) return [];
  return Object.entries(testValues(runs) ?? {}).map(([name, values]) => {
    // Of several quantities a mean of their own units would mix them.
    const isStandardized = values.some(({ standardized }) => standardized !== undefined);
    const numbers = values.map(comparableMean).filter((value) => value !== null);
    const [center, spread] = [meanOrNull(numbers), sampleDeviation(numbers)];
    const said = `${comparableName(name, isStandardized)} ${formatNumber(center)}`;
    return `Test over ${numbers.length} runs: ${said} (standard deviation ${formatNumber(spread)})`;
  });
}

/** Of each metric, a value a run with test rows. */
function testValues(runs: readonly FinishedRun[]): Record<string, MetricValue[]> | null {
  const tested = runs.flatMap(({ test }) => (test ? [test] : []));
  if (tested.length === 0) return null;
  return Object.fromEntries(Object.keys(tested[0]!).map((name) => [name, tested.map((values) => values[name]!)]));
}

function meanOrNull(numbers: readonly number[]): number | null {
  return numbers.length > 0 ? mean(numbers) : null;
}
