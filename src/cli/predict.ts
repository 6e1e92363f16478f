/** `graphsam predict`: a trained model and a table in, the table with predictions out. */

import { formatCount, formatDuration } from '../base/index.ts';
import type { PredictRunOptions } from '../predict/index.node.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import { backendOf, deviceOption } from './machine-options.ts';
import { modelAndTable, modelAndTableOptions } from './model-and-table.ts';

const outputGroup = 'Predictions:';

export const predict: CommandDefinition = {
  name: 'predict',
  summary: 'predict molecules with a trained model',
  description:
    'Predicts every row of a table, of any length. The output has all rows and columns of the input in their order, a column a target, and a reason beside each SMILES that cannot be predicted.',
  arguments: [
    { syntax: '[RUN]', help: 'run folder of graphsam train, or its model.onnx' },
    { syntax: '[TABLE]', help: 'CSV, TSV, smi or SDF, also packed with gzip' },
  ],
  options: [
    ...modelAndTableOptions,
    {
      name: 'preds-path',
      path: 'run.output',
      short: 'o',
      aliases: ['output'],
      kind: 'text',
      placeholder: 'FILE',
      group: outputGroup,
      help: 'default: the table with _preds.csv behind its name',
    },
    { name: 'overwrite', path: 'run.overwrite', kind: 'flag', group: outputGroup, help: 'replace an existing file' },
    {
      name: 'on-invalid',
      path: 'data.onInvalid',
      kind: 'text',
      placeholder: 'HOW',
      choices: ['keep', 'skip', 'error'],
      group: outputGroup,
      help: 'rows that cannot be predicted: keep with a reason, leave out, or stop; default keep',
    },
    { name: 'strict', kind: 'flag', group: outputGroup, help: 'the same as --on-invalid error' },
    {
      name: 'drop-extra-columns',
      kind: 'flag',
      group: outputGroup,
      help: 'write only the SMILES column of the input',
    },
    deviceOption(outputGroup),
    {
      name: 'threads',
      path: 'machine.threads',
      kind: 'integer',
      placeholder: 'N',
      group: outputGroup,
      help: 'default: all cores',
    },
  ],
  examples: [
    { command: 'graphsam predict runs/first molecules.csv', says: 'writes molecules_preds.csv' },
    {
      command: 'graphsam predict runs/first/model.onnx library.smi.gz -o scored.csv --overwrite',
      says: 'a model file, a packed list of SMILES, another output',
    },
  ],
  async run(input, output) {
    // Only now: help must not wait for RDKit and ONNX Runtime.
    const { predictRun } = await import('../predict/index.node.ts');
    const { model, table } = modelAndTable(input, 'predict');
    const { given } = input;
    const path = (given['preds-path'] as string | undefined) ?? defaultOutput(table);
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    const options: PredictRunOptions = {
      model,
      input: table,
      output: path,
      overwrite: given.overwrite === true,
      featuresPath: given['features-path'] as string | undefined,
      featuresIdColumn: given['features-id-column'] as string | undefined,
      smilesColumns: given['smiles-columns'] as readonly string[] | undefined,
      header: given['no-header-row'] !== true,
      workers: given.threads as number | undefined,
      backend: backendOf(given),
      onInvalid: given.strict === true ? 'error' : (given['on-invalid'] as 'keep' | 'skip' | 'error' | undefined),
      dropExtraColumns: given['drop-extra-columns'] === true,
    };
    const { rows, failed, columns } = await interruptible(output, 'nothing is written', (signal) =>
      predictRun(options, {
        signal,
        onStart: (card, notes, warnings) => {
          const about = `Model: ${card.model}, trained on ${card.training.data} with ${card.training.optimizer}`;
          const targets = `Targets (${card.taskType}): ${card.tasks.join(', ')}`;
          output.say([about, targets, ...notes].join('\n'), { kind: 'start', model, tasks: card.tasks, notes });
          for (const warning of warnings) output.warn(warning);
        },
        onProgress: (summary) => output.progress({ label: `${formatCount(summary.rows)} rows` }),
      }),
    );
    const speed = Math.round(rows / seconds());
    const reasons = failed > 0 ? `, ${formatCount(failed)} without a prediction (see column ${columns.reason})` : '';
    output.result(
      `${path}: ${formatCount(rows)} rows in ${formatDuration(seconds())} (${formatCount(speed)} rows/s)${reasons}`,
      {
        kind: 'result',
        output: path,
        rows,
        failed,
        columns: columns.tasks,
        reasonColumn: columns.reason,
        seconds: seconds(),
      },
    );
    return 0;
  },
};

/** molecules.csv.gz -> molecules_preds.csv, in the same folder. */
function defaultOutput(table: string): string {
  return `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_preds.csv`;
}
