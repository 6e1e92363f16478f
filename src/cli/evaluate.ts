/** `graphsam evaluate`: predictions of a trained model against the labels of a table. */

import { formatCount } from '../base/index.ts';
import { metrics } from '../tasks/index.ts';
import type { CommandDefinition } from './command.ts';
import { backendOf, deviceOption } from './machine-options.ts';
import { meansOf, metricsText, perTaskOf, taskLines } from './metrics-text.ts';
import { modelAndTable, modelAndTableOptions } from './model-and-table.ts';
import { rejectLines } from './rejects-text.ts';

const group = 'Evaluation:';

export const evaluate: CommandDefinition = {
  name: 'evaluate',
  summary: 'compare predictions of a trained model with the labels of a table',
  description:
    'Predicts the molecules of a table that has the labels too, in columns named as in training, and prints metrics. Rows without a readable molecule are left out.',
  arguments: [
    { syntax: '[RUN]', help: 'run folder of graphsam train, or its model.onnx' },
    { syntax: '[TABLE]', help: 'CSV, TSV or SDF with the target columns' },
  ],
  options: [
    ...modelAndTableOptions,
    {
      name: 'metrics',
      aliases: ['metric'],
      kind: 'texts',
      placeholder: 'NAME',
      group,
      help: `beside the default one: ${metrics.map(({ name }) => name).join(', ')}`,
    },
    deviceOption(group),
    { name: 'threads', path: 'machine.threads', kind: 'integer', placeholder: 'N', group, help: 'default: all cores' },
  ],
  examples: [
    { command: 'graphsam evaluate runs/first test.csv', says: 'roc-auc or rmse on another table' },
    { command: 'graphsam eval runs/first test.csv --metrics prc-auc mcc --json', says: 'more metrics, for a program' },
  ],
  async run(input, output) {
    // Only now: help must not wait for RDKit and ONNX Runtime.
    const { evaluateRun } = await import('../predict/index.node.ts');
    const { model, table } = modelAndTable(input, 'evaluate');
    const { given } = input;
    const {
      card,
      molecules,
      rejects,
      notes,
      warnings,
      metrics: values,
    } = await evaluateRun({
      model,
      input: table,
      featuresPath: given['features-path'] as string | undefined,
      featuresIdColumn: given['features-id-column'] as string | undefined,
      smilesColumns: given['smiles-columns'] as readonly string[] | undefined,
      header: given['no-header-row'] !== true,
      metrics: (given.metrics as readonly string[] | undefined) ?? [],
      threads: given.threads as number | undefined,
      backend: backendOf(given),
    });
    const { tasks, taskType } = card;
    const about = [`Model: ${model}`, `Data: ${table}`, ...notes.map((note) => `  ${note}`), ...rejectLines(rejects)];
    output.say(about.join('\n'), { kind: 'data', table, molecules, rejected: rejects.length, taskType, tasks, notes });
    for (const warning of warnings) output.warn(warning);
    const lines = [`${formatCount(molecules)} molecules: ${metricsText(values)}`];
    if (tasks.length > 1) lines.push(...taskLines(values, tasks));
    output.result(lines.join('\n'), {
      kind: 'result',
      model,
      table,
      molecules,
      testPerTask: perTaskOf(values, tasks),
      test: meansOf(values),
    });
    return 0;
  },
};
