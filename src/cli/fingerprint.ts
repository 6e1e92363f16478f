/** `graphsam fingerprint`: a trained run and a table in, the table with the vector that the network makes of each molecule out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { formatCount } from '../base/index.ts';
import { described, redescribed } from '../config/index.ts';
import { modelAndTableSchema } from '../predict/index.ts';
import { backendSetting, fileSetting, overwriteSetting } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import { modelAndTable, readingOf } from './model-and-table.ts';
import { commandSettings } from './setting-options.ts';

const group = 'Vectors:';

const settings = commandSettings(
  'fingerprint',
  z.strictObject({
    data: modelAndTableSchema
      .extend({
        models: redescribed(modelAndTableSchema.shape.models, {
          help: 'run folder with its checkpoint, not packed and one only; builtin: the pre-trained encoder (the same as the first argument)',
        }),
      })
      .prefault({}),
    run: z
      .strictObject({
        output: fileSetting(group, 'TABLE_vectors.csv', { option: 'output-path', aliases: ['output'] }),
        overwrite: overwriteSetting(group, 'replace an existing file'),
      })
      .prefault({}),
    predict: z
      .strictObject({
        dropExtraColumns: described(z.boolean().default(false), {
          group,
          help: 'write only the SMILES column of the input',
          isSwitch: true,
        }),
      })
      .prefault({}),
    machine: backendSetting(group),
  }),
);

export const fingerprint: CommandDefinition = {
  name: 'fingerprint',
  summary: 'write the vectors that a trained network makes of molecules',
  description:
    'Writes the readout of a trained network, the vector that its prediction head reads, for every row of a table, in columns vector_0, vector_1, .... Other programs can learn from them.',
  arguments: [
    {
      syntax: '[RUN]',
      help: 'run folder of graphsam train, with its checkpoint; builtin: the pre-trained encoder of the package',
    },
    { syntax: '[TABLE]', help: 'CSV, TSV, smi or SDF, also gzipped' },
  ],
  options: settings.options,
  examples: [
    { command: 'graphsam fingerprint runs/first molecules.csv', says: 'writes molecules_vectors.csv' },
    {
      command: 'graphsam fingerprint runs/first library.smi.gz -o vectors.csv --drop-extra-columns',
      says: 'a list of SMILES, another output file',
    },
    { command: 'graphsam fingerprint builtin molecules.csv', says: 'by the pre-trained encoder, without a training' },
  ],
  async run(input, output) {
    const { data, run, predict, machine } = settings.read(input.given);
    const { model, table } = modelAndTable(input.positional, data, 'fingerprint');
    const path = run.output ?? `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_vectors.csv`;
    // Only now: help must not wait for RDKit and ONNX Runtime.
    const [{ readoutModel }, { predictRun }] = await Promise.all([
      import('../training/index.node.ts'),
      import('../predict/index.node.ts'),
    ]);
    const folder = await mkdtemp(join(tmpdir(), 'graphsam-vectors-'));
    try {
      const readout = join(folder, 'model.onnx');
      await writeFile(readout, await readoutModel(model));
      const options = {
        model: readout,
        input: table,
        output: path,
        overwrite: run.overwrite,
        ...readingOf(data),
        dropExtraColumns: predict.dropExtraColumns,
        areVectors: true,
        uncertainty: 'none',
        backend: machine.backend,
      };
      const { rows, failed, columns } = await interruptible(output, 'nothing is written', (signal) =>
        predictRun(options, { signal }),
      );
      const width = columns.tasks.length;
      const reasons = failed > 0 ? `, ${formatCount(failed)} without a vector (see column ${columns.reason})` : '';
      output.result(`${path}: ${formatCount(rows)} rows with ${formatCount(width)} numbers each${reasons}`, {
        kind: 'result',
        output: path,
        rows,
        failed,
        width,
      });
      return 0;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
