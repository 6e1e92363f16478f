/** Trainings from the encoder of the package and from nothing, pair by pair, as a table. */
import { isBetter } from '../../src/metrics/index.ts';
import { metrics } from '../../src/tasks/index.ts';
import { markdownTable } from '../shared/markdown-table.ts';

export type Start = 'builtin' | 'scratch';

export interface StartedRun {
  readonly table: string;
  readonly split: string;
  /** Of the split and of the training. */
  readonly seed: number;
  readonly start: Start;
  readonly metric: 'rmse' | 'roc-auc';
  /** Of the best epoch by validation. */
  readonly validation: number;
  readonly test: number;
  readonly bestEpoch: number;
}

const header = [
  ...['table', 'split', 'seed', 'metric', 'validation, from nothing', 'from builtin'],
  ...['test, from nothing', 'from builtin'],
];

/** Pairs of which both runs are there, in the order of their builtin runs, and a sentence that counts them. */
export function encoderTable(runs: readonly StartedRun[]): string {
  const pairs = runs.flatMap((builtin) => {
    const isOther = ({ table, split, seed, start }: StartedRun): boolean =>
      start === 'scratch' && table === builtin.table && split === builtin.split && seed === builtin.seed;
    const scratch = builtin.start === 'builtin' ? runs.find(isOther) : undefined;
    return scratch ? [{ builtin, scratch }] : [];
  });
  const rows = pairs.map(({ builtin, scratch }) => {
    const { table, split, seed, metric } = builtin;
    const cells = [scratch.validation, builtin.validation, scratch.test, builtin.test].map((value) => value.toFixed(3));
    return [table, split, String(seed), metric, ...cells];
  });
  const better = (part: 'validation' | 'test'): number =>
    pairs.filter(({ builtin, scratch }) => isBetter(metricNamed(builtin.metric), builtin[part], scratch[part])).length;
  return [
    markdownTable(header, rows),
    '',
    `Builtin is better in ${better('validation')} of ${pairs.length} pairs by validation, in ${better('test')} by the test part.`,
  ].join('\n');
}

const metricNamed = (wanted: StartedRun['metric']) => metrics.find(({ name }) => name === wanted)!;
