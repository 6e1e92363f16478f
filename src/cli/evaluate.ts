/** `graphsam evaluate`: predictions of a trained model against the labels of a table. */

import { formatCount } from '../base/index.ts';
import { type MetricValues, standardizedNote } from '../metrics/index.ts';
import type { TrainedRowsAnswer } from '../predict/index.node.ts';
import { evaluateSettingsSchema } from '../predict/index.ts';
import { withRunFolders } from '../runs/index.node.ts';
import type { CommandDefinition } from './command.ts';
import { meansOf, metricsText, mixesUnits, perTaskOf, taskLines } from './metrics-text.ts';
import { modelsAndTable, readingOf } from './model-and-table.ts';
import { rejectLines } from './rejects-text.ts';
import { commandSettings } from './setting-options.ts';
import { dash, spoolStandardInput, withSpooled } from './standard-streams.ts';

const settings = commandSettings('evaluate', evaluateSettingsSchema);

export const evaluate: CommandDefinition = {
  name: 'evaluate',
  summary: 'compare predictions of a trained model with the labels of a table',
  description:
    'Predicts the molecules of a table with labels, in columns named as in training, and prints metrics. Rows without a readable molecule are skipped.',
  arguments: [
    {
      syntax: '[RUN]',
      help: 'run folder of graphsam train, also packed as zip, or its model.onnx; several, one after the other, predict together',
    },
    { syntax: '[TABLE...]', help: 'CSV, TSV or SDF with the target columns; - reads standard input' },
  ],
  options: settings.options,
  examples: [
    { command: 'graphsam evaluate runs/first test.csv', says: 'roc-auc or rmse on another table' },
    { command: 'graphsam eval runs/first test.csv --metrics prc-auc mcc --json', says: 'more metrics, as JSON' },
  ],
  async run(input, output) {
    // Only now: help must not wait for RDKit and ONNX Runtime.
    const { evaluateRun } = await import('../predict/index.node.ts');
    const { data, training, machine } = settings.read(input.given);
    const { models, table } = modelsAndTable(input.positional, data, 'evaluate');
    const spooled = table === dash ? await spoolStandardInput() : undefined;
    const {
      card,
      molecules,
      rejects,
      notes,
      warnings,
      metrics: values,
      trained,
      restMetrics,
    } = await withSpooled([spooled], () =>
      withRunFolders(models, (folders) =>
        evaluateRun({
          model: folders,
          input: spooled?.path ?? table,
          ...readingOf(data),
          targetColumns: data.targetColumns,
          taskType: data.taskType,
          labels: {
            labelMap: data.labelMap && new Map(Object.entries(data.labelMap)),
            threshold: data.threshold,
            censored: data.censored,
            maxRejected: data.maxRejected,
            unreadableLabels: data.unreadableLabels,
            targetUnit: data.targetUnit,
          },
          metrics: training.metrics,
          threads: machine.threads,
          backend: machine.backend,
        }),
      ),
    );
    const { tasks, taskType } = card;
    const words = output.naming([spooled]);
    const about = [
      `Model: ${models.join(', ')}`,
      `Data: ${table}`,
      ...notes.map((note) => `  ${note}`),
      ...rejectLines(rejects),
    ];
    words.say(about, { kind: 'data', table, molecules, rejected: rejects.length, taskType, tasks, notes });
    for (const warning of warnings) words.warn(warning);
    const lines = [`${formatCount(molecules)} molecules: ${metricsText(values)}`];
    if (tasks.length > 1) lines.push(...taskLines(values, tasks));
    lines.push(...trainedLines(trained, restMetrics));
    if (mixesUnits(values)) lines.push(standardizedNote);
    words.result(lines.join('\n'), {
      kind: 'result',
      model: models.join(', '),
      table,
      molecules,
      testPerTask: perTaskOf(values, tasks),
      test: meansOf(values),
      trained: 'unknown' in trained ? null : { train: trained.train.length, val: trained.val.length, by: trained.by },
      rest: meansOf(restMetrics ?? null),
    });
    return 0;
  },
};

/** Rows that the model has seen flatter it: how many there are, and what the others give. */
function trainedLines(trained: TrainedRowsAnswer, rest: MetricValues | undefined): string[] {
  if ('unknown' in trained) return [`Whether the model was trained on some of them is not known: ${trained.unknown}.`];
  const { train, val, rest: others, by } = trained;
  if (train.length + val.length === 0) return [];
  const same = by === 'row' ? '' : ' (the same structures)';
  const chose = val.length > 0 ? ` and ${formatCount(val.length)} chose its epoch` : '';
  const seen = `The model was trained on ${formatCount(train.length)} of them${chose}${same}`;
  if (!rest) return [`${seen}: these metrics say nothing about new molecules.`];
  return [`${seen}.`, `The other ${formatCount(others.length)}: ${metricsText(rest)}`];
}
