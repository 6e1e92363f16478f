/** A part of the prediction of a table, for array jobs: its rows alone, in a file of its own beside which lies of what it is a part. */
import { ConfigError, type Part, partPath, setting } from '../base/index.ts';
import { partOfTable, tableChecksum } from '../data/index.node.ts';
import { fileChecksum, writeWhole } from '../platform/index.node.ts';
import { describeWhole, isIntact, readPart } from './describe-part.node.ts';
import { readModelFiles } from './model-file.node.ts';
import { differentWhole, isPart, type PartFile, partFileOf } from './part-file.ts';
import { type PredictRunHooks, type PredictRunOptions, type PredictRunResult, predictRun } from './predict-run.node.ts';

export interface PredictedPart {
  readonly path: string;
  /** undefined: the part lay there already, whole. */
  readonly result: PredictRunResult | undefined;
  readonly rows: number;
}

/**
 * Predicts a part and writes it to `partPath(options.output, part)`. One that lies there whole is left as it is, so that a job may be sent
 * again; one of another model, table or settings is refused unless it may be overwritten.
 * Throws what predictRun throws, and ConfigError for features that go by the order of rows.
 */
export async function predictPart(
  options: PredictRunOptions,
  part: Part,
  hooks: PredictRunHooks = {},
): Promise<PredictedPart> {
  if (options.featuresPath !== undefined && options.featuresIdColumn === undefined) {
    throw new ConfigError({
      code: 'contradicting-settings',
      what: 'features that belong to rows by their order cannot be divided into parts',
      where: setting('data.featuresPath'),
      advice: `Join them by an id: ${setting('data.featuresIdColumn')}.`,
    });
  }
  const path = partPath(options.output, part);
  const model = await readModelFiles(options.model);
  const range = await partOfTable(options.input, part, { header: options.header ?? true });
  const of = await describeWhole(model.bytes, options.input, await settingsOf(options));
  const present = await readPart(path);
  if (present && !options.overwrite && isPart(present, part)) {
    const difference = differentWhole(present.of, of);
    if (difference === undefined && (await isIntact(path, present)))
      return { path, result: undefined, rows: present.rows };
    if (difference !== undefined) throw otherPart(path, difference);
  }
  // Without its description it is what a killed job left.
  const result = await predictRun({ ...options, range, output: path, overwrite: true }, hooks);
  const { rows, failed, headerBytes } = result;
  const described = { headerBytes, rows, failed, checksum: await fileChecksum(path) };
  const file: PartFile = { format: 1, part: part.index, parts: part.count, of, ...described };
  await writeWhole(partFileOf(path), `${JSON.stringify(file, null, 1)}\n`);
  return { path, result, rows };
}

/** What of the options decides the text that comes out; a default is the same whether it was given or not. */
async function settingsOf(options: PredictRunOptions): Promise<Record<string, unknown>> {
  const { featuresPath, featuresIdColumn, smilesColumns, header = true, onInvalid = 'keep' } = options;
  const { dropExtraColumns = false, withApplicability = false, areVectors = false, uncertainty, coverage } = options;
  // By its content, and not by its path: it may be changed, or lie elsewhere on another machine.
  const features = featuresPath === undefined ? undefined : await tableChecksum(featuresPath);
  const read = { features, featuresIdColumn, smilesColumns, header };
  return { ...read, onInvalid, dropExtraColumns, withApplicability, areVectors, uncertainty, coverage };
}

function otherPart(path: string, difference: string): ConfigError {
  return new ConfigError({
    code: 'output-exists',
    path: ['run', 'output'],
    what: `a part of the prediction with ${difference} lies there`,
    where: path,
    advice: `Choose another ${setting('run.output')} or ${setting('run.overwrite')}.`,
  });
}
