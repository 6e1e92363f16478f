/** `graphsam fingerprint`: a trained run and a table in, the table with the vector that the network makes of each molecule out. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { formatCount } from '../base/index.ts';
import { described, redescribed } from '../config/index.ts';
import { temporaryFolder } from '../platform/index.node.ts';
import { modelAndTableSchema } from '../predict/index.ts';
import { backendSetting, fileSetting, overwriteSetting } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import { modelAndTable, readingOf } from './model-and-table.ts';
import type { Output } from './output.ts';
import { commandSettings } from './setting-options.ts';
import { dash, type StreamedPaths, withStreams } from './standard-streams.ts';

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
    { syntax: '[TABLE]', help: 'CSV, TSV, smi or SDF, also gzipped; - reads standard input' },
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
    const asked = settings.read(input.given);
    const { model, table } = modelAndTable(input.positional, asked.data, 'fingerprint');
    const target = asked.run.output ?? (table === dash ? dash : defaultOutput(table));
    await withStreams({ table, target }, output, (paths, words) => writeVectors({ model, ...paths }, asked, words));
    return 0;
  },
};

function defaultOutput(table: string): string {
  return `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_vectors.csv`;
}

interface VectorPaths extends StreamedPaths {
  readonly model: string;
}

async function writeVectors(
  { model, table, path, isSent }: VectorPaths,
  { data, run, predict, machine }: ReturnType<typeof settings.read>,
  output: Output,
): Promise<void> {
  // Only now: help must not wait for RDKit and ONNX Runtime.
  const [{ readoutModel }, { predictRun }] = await Promise.all([
    import('../training/index.node.ts'),
    import('../predict/index.node.ts'),
  ]);
  const folder = await temporaryFolder('vectors');
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
    const written = `${formatCount(rows)} rows with ${formatCount(width)} numbers each${reasons}`;
    output.result(`${isSent ? 'standard output' : path}: ${written}`, {
      kind: 'result',
      output: isSent ? dash : path,
      rows,
      failed,
      width,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
