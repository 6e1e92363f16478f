/** `graphsam featurize`: what a model reads of each molecule, as JSON lines, for looking at it and for other programs. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { formatCount } from '../base/index.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { redescribed } from '../config/index.ts';
import { openTable } from '../data/index.node.ts';
import { chooseColumns, isRefused, readMolecule, sampleRows, type TableRow } from '../data/index.ts';
import { findModel, type Model } from '../models/index.ts';
import { replaceWhole } from '../platform/index.node.ts';
import { refuseUnwanted } from '../predict/index.node.ts';
import { formatFloat32 } from '../predict/index.ts';
import { fileSetting, overwriteSetting, readingSettings, trainConfigSchema } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import { interruptible } from './interrupt.ts';
import type { Output } from './output.ts';
import { commandSettings } from './setting-options.ts';

const group = 'Features:';
const { maxAtoms } = trainConfigSchema.shape.data.unwrap().shape;

const settings = commandSettings(
  'featurize',
  z.strictObject({
    data: z
      .strictObject({
        ...readingSettings(group),
        maxAtoms: redescribed(maxAtoms, { group, help: 'larger molecules get a reason instead of features' }),
      })
      .prefault({}),
    model: z
      .strictObject({
        name: redescribed(trainConfigSchema.shape.model.unwrap().shape.name, {
          group,
          help: 'model whose features are written',
        }),
      })
      .prefault({}),
    run: z
      .strictObject({
        output: fileSetting(group, 'TABLE_features.jsonl'),
        overwrite: overwriteSetting(group, 'replace an existing file'),
      })
      .prefault({}),
  }),
);
type FeaturizeSettings = ReturnType<typeof settings.read>;

export const featurize: CommandDefinition = {
  name: 'featurize',
  summary: 'write the features of molecules that a model reads',
  description:
    'Writes one JSON object per row: line, SMILES, canonical SMILES and the features as flat lists, or the reason why there are none.',
  arguments: [{ syntax: '<TABLE>', help: 'CSV, TSV, smi or SDF, also gzipped' }],
  options: settings.options,
  examples: [
    { command: 'graphsam featurize molecules.csv', says: 'writes molecules_features.jsonl' },
    { command: 'graphsam featurize library.smi.gz -o features.jsonl --overwrite', says: 'another output' },
  ],
  async run({ positional, given }, output) {
    const table = positional[0]!;
    const asked = settings.read(given);
    const path = asked.run.output ?? `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_features.jsonl`;
    await refuseUnwanted({ input: table, output: path, overwrite: asked.run.overwrite });
    const counts = await interruptible(output, 'nothing is written', (signal) =>
      write({ table, path, asked, signal, output }),
    );
    const refused = counts.refused > 0 ? `, ${formatCount(counts.refused)} without features (see "reason")` : '';
    output.result(`${path}: ${formatCount(counts.rows)} rows${refused}`, { kind: 'result', output: path, ...counts });
    return 0;
  },
};

interface Job {
  readonly table: string;
  readonly path: string;
  readonly asked: FeaturizeSettings;
  readonly signal: AbortSignal;
  readonly output: Output;
}

async function write({
  table: tablePath,
  path,
  asked,
  signal,
  output,
}: Job): Promise<{ rows: number; refused: number }> {
  // Only now: help must not wait for RDKit.
  const { loadChemistry } = await import('../chem/index.node.ts');
  const chemistry = await loadChemistry();
  const table = await openTable(tablePath, { header: asked.data.header });
  const { sample, rows } = await sampleRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const { smilesColumns, maxAtoms } = asked.data;
  const choice = chooseColumns(table, { smilesColumns }, { sample, isMolecule, wantTargets: false });
  const notes = [...table.notes, ...choice.notes];
  if (notes.length > 0) output.say(notes, { kind: 'start', notes });
  const model = findModel(asked.model.name);
  const counts = { rows: 0, refused: 0 };
  async function* lines(): AsyncGenerator<string> {
    for await (const row of rows) {
      signal.throwIfAborted();
      const record = recordOf(row, choice.smiles ?? 0, { chemistry, model, maxAtoms });
      counts.rows++;
      if ('reason' in record) counts.refused++;
      output.progress({ label: `${formatCount(counts.rows)} rows` });
      yield `${JSON.stringify(record, plainNumbers)}\n`;
    }
  }
  await replaceWhole(path, (temporaryPath) => pipeline(Readable.from(lines()), createWriteStream(temporaryPath)));
  return counts;
}

interface Reading {
  readonly chemistry: Chemistry;
  readonly model: Model;
  readonly maxAtoms: number | undefined;
}

function recordOf(row: TableRow, column: number, { chemistry, model, maxAtoms }: Reading): Record<string, unknown> {
  const { line } = row;
  const read = readMolecule(row, column, chemistry, { maxAtoms });
  if (isRefused(read)) return { row: row.row, line, smiles: read.value, reason: read.reason };
  const { smiles, canonicalSmiles } = read.molecule;
  return { row: row.row, line, smiles, canonicalSmiles, model: model.name, features: model.featurize(read.molecule) };
}

/** Typed arrays as lists, float32 with the digits that it has. */
function plainNumbers(_key: string, value: unknown): unknown {
  if (value instanceof Float32Array) return Array.from(value, (number) => Number(formatFloat32(number)));
  return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
}
