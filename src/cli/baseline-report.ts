/** What `graphsam baselines` says: the data once, each fit as it comes, and a table of means at the end. */

import { formatCount, formatDuration, formatNumber, mean, plural, sampleDeviation } from '../base/index.ts';
import type { FinishedBaseline, SeededBaselineEvent } from '../experiments/index.node.ts';
import { comparableName, standardizedNote } from '../metrics/index.ts';
import { formatTable } from './format.ts';
import { meansOf, metricsText, perTaskOf } from './metrics-text.ts';
import type { Output } from './output.ts';

export class BaselineReport {
  readonly #output: Output;
  readonly #runs: FinishedBaseline[] = [];
  #tasks: readonly string[] = [];
  #saysData = true;

  constructor(output: Output) {
    this.#output = output;
  }

  readonly onEvent = (event: SeededBaselineEvent): void => {
    if (event.kind === 'data') this.#printData(event);
    else this.#printRun(event);
  };

  /** A line a baseline: mean and standard deviation over its fits. */
  finish(names: readonly string[]): void {
    const metrics = Object.keys(this.#runs.find(({ test }) => test)?.test ?? {});
    const runsOf = (name: string): FinishedBaseline[] => this.#runs.filter(({ baseline }) => baseline === name);
    const fits = runsOf(names[0]!).length;
    const summaries = names.map((name) => metrics.map((metric) => summarize(runsOf(name), metric)));
    // Means over several quantities would mix their units.
    const rows = names.map((name, index) => [
      name,
      ...summaries[index]!.map((summary) => spreadText(summary.standardized ?? summary, fits)),
    ]);
    const header = metrics.map((metric, at) => comparableName(metric, summaries[0]![at]!.standardized !== undefined));
    const table = formatTable(['baseline', ...header.map((metric) => `test ${metric}`)], rows);
    const units = summaries.flat().some(({ standardized }) => standardized) ? `\n${standardizedNote}` : '';
    const note = `${fits > 1 ? `\nMean and standard deviation over ${fits} fits.` : ''}${units}`;
    this.#output.result(`${metrics.length > 0 ? table : 'No test rows.'}${note}`, {
      kind: 'result',
      baselines: Object.fromEntries(
        names.map((name, index) => [
          name,
          { fits, test: Object.fromEntries(metrics.map((metric, at) => [metric, summaries[index]![at]])) },
        ]),
      ),
    });
  }

  /** Every seed reads the same table. */
  #printData({
    kind,
    name,
    molecules,
    rejected,
    taskType,
    tasks,
    notes,
    warnings,
  }: SeededBaselineEvent & { kind: 'data' }) {
    if (!this.#saysData) return;
    this.#saysData = false;
    this.#tasks = tasks;
    const facts = `${formatCount(molecules)} molecules (${formatCount(rejected)} rows left out), ${taskType}, ${plural(tasks.length, 'task')}`;
    const lines = [`Data: ${name}: ${facts}`, ...notes.map((note) => `  ${note}`)];
    this.#output.say(lines, { kind, name, molecules, rejected, taskType, tasks, notes });
    for (const warning of warnings) this.#output.warn(warning);
  }

  #printRun({ kind, seed, fold, run }: SeededBaselineEvent & { kind: 'baseline' }): void {
    this.#runs.push(run);
    const { baseline, settings, seconds, validation, test, ...facts } = run;
    const chosen = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
    const described = [baseline, `seed ${seed}`, ...(fold > 0 ? [`fold ${fold}`] : []), ...chosen].join(', ');
    const tested = test ? `, test ${metricsText(test)}` : '';
    const text = `${described}: validation ${metricsText(validation)}${tested} (${formatDuration(seconds)})`;
    this.#output.say(text, {
      kind,
      baseline,
      seed,
      fold,
      settings,
      seconds,
      ...facts,
      validation: meansOf(validation),
      test: meansOf(test),
      testPerTask: perTaskOf(test, this.#tasks),
    });
  }
}

interface Spread {
  /** Over the fits where the metric is defined; null if there is none. */
  readonly mean: number | null;
  /** Sample standard deviation; null for fewer than two fits. */
  readonly deviation: number | null;
}

interface Summary extends Spread {
  /** Of several quantities, in units of the deviation of each. */
  readonly standardized?: Spread;
}

function summarize(runs: readonly FinishedBaseline[], metric: string): Summary {
  const values = runs.flatMap(({ test }) => test?.[metric] ?? []);
  const isStandardized = values.some(({ standardized }) => standardized !== undefined);
  return {
    ...spreadOf(values.map((value) => value.mean)),
    ...(isStandardized && { standardized: spreadOf(values.map(({ standardized = null }) => standardized)) }),
  };
}

function spreadOf(values: readonly (number | null)[]): Spread {
  const defined = values.filter((value) => value !== null);
  return { mean: defined.length > 0 ? mean(defined) : null, deviation: sampleDeviation(defined) };
}

function spreadText({ mean, deviation }: Spread, fits: number): string {
  return fits > 1 ? `${formatNumber(mean)} ± ${formatNumber(deviation)}` : formatNumber(mean);
}
