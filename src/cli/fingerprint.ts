/** `graphsam fingerprint`: a trained run and a table in, the table with the vector that the network makes of each molecule out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCount } from '../base/index.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import { backendOf, deviceOption } from './machine-options.ts';
import { modelAndTable, modelAndTableOptions, readingOf } from './model-and-table.ts';

const group = 'Vectors:';

export const fingerprint: CommandDefinition = {
  name: 'fingerprint',
  summary: 'write the vectors that a trained network makes of molecules',
  description:
    'Writes the readout of a trained network, the numbers that its prediction head reads, for every row of a table: a column vector_0, vector_1, ... each. Other programs can learn from them.',
  arguments: [
    { syntax: '[RUN]', help: 'run folder of graphsam train, with its checkpoint' },
    { syntax: '[TABLE]', help: 'CSV, TSV, smi or SDF, also gzipped' },
  ],
  options: [
    ...modelAndTableOptions,
    {
      name: 'output-path',
      path: 'run.output',
      short: 'o',
      aliases: ['output'],
      kind: 'text',
      placeholder: 'FILE',
      group,
      default: 'TABLE_vectors.csv',
      help: 'output file',
    },
    { name: 'overwrite', path: 'run.overwrite', kind: 'flag', group, help: 'replace an existing file' },
    { name: 'drop-extra-columns', kind: 'flag', group, help: 'write only the SMILES column of the input' },
    deviceOption(group),
  ],
  examples: [
    { command: 'graphsam fingerprint runs/first molecules.csv', says: 'writes molecules_vectors.csv' },
    {
      command: 'graphsam fingerprint runs/first library.smi.gz -o vectors.csv --drop-extra-columns',
      says: 'a list of SMILES, another output file',
    },
  ],
  async run(input, output) {
    const { model, table } = modelAndTable(input, 'fingerprint');
    const { given } = input;
    const path =
      (given['output-path'] as string | undefined) ?? `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_vectors.csv`;
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
        overwrite: given.overwrite === true,
        ...readingOf(given),
        dropExtraColumns: given['drop-extra-columns'] === true,
        areVectors: true,
        uncertainty: 'none',
        backend: backendOf(given),
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
