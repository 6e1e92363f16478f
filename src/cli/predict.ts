/** `graphsam predict`: a trained model and a table in, the table with predictions out. */
import { dirname, join } from 'node:path';
import { ConfigError, formatCount, formatDuration, type Part, plural } from '../base/index.ts';
import type { PredictRunHooks, PredictRunOptions, PredictRunResult } from '../predict/index.node.ts';
import { predictSettingsSchema } from '../predict/index.ts';
import { withRunFolders } from '../runs/index.node.ts';
import type { ModelCard } from '../runs/index.ts';
import type { CommandDefinition } from './command.ts';
import { areSmiles, spoolSmiles } from './given-smiles.ts';
import { interruptible } from './interrupt.ts';
import { modelsAndMolecules, readingOf } from './model-and-table.ts';
import type { Output } from './output.ts';
import { partOf } from './part-option.ts';
import type { Progress } from './progress-line.ts';
import { commandSettings } from './setting-options.ts';
import { dash, type SpooledTable, type StreamedPaths, withSpooled, withStreams } from './standard-streams.ts';
import { tableLength } from './table-length.ts';
import { sayPredictions } from './typed-predictions.ts';

const settings = commandSettings('predict', predictSettingsSchema);
type PredictSettings = ReturnType<typeof settings.read>;

export const predict: CommandDefinition = {
  name: 'predict',
  summary: 'predict molecules with a trained model',
  description:
    'Predicts every row of a table, of any length. The output has all rows and columns of the input in their order, one column per target, and a reason for each SMILES that cannot be predicted.',
  arguments: [
    {
      syntax: '[RUN]',
      help: 'run folder of graphsam train, also packed as zip, or its model.onnx; several, one after the other, predict together',
    },
    {
      syntax: '[TABLE...]',
      help: 'CSV, TSV, smi or SDF, also gzipped; - reads standard input; or SMILES, one or several',
    },
  ],
  options: settings.options,
  examples: [
    { command: "graphsam predict runs/first 'CCO' 'c1ccccc1O'", says: 'SMILES; prints the predictions' },
    { command: 'graphsam predict runs/first molecules.csv', says: 'writes molecules_preds.csv' },
    {
      command: 'graphsam predict runs/first library.csv -o scored.csv --part 3/16',
      says: 'one of 16 jobs: writes scored.part-00003-of-00016.csv',
    },
    {
      command: 'graphsam predict runs/first/model.onnx library.smi.gz -o scored.csv --overwrite',
      says: 'a model file, a gzipped list of SMILES, another output file',
    },
  ],
  async run(input, output) {
    const asked = settings.read(input.given);
    const { models, molecules } = modelsAndMolecules(input.positional, asked.data, 'predict');
    const table = molecules[0]!;
    const given = asked.run.output;
    const smiles = (await areSmiles(molecules)) ? await spoolSmiles(molecules) : undefined;
    const target = given ?? (smiles || table === dash ? dash : defaultOutput(table));
    const part = partOf(asked.run, output);
    if (part && (smiles || table === dash || target === dash)) throw noPartOfStream();
    const isListed = smiles !== undefined && given === undefined && output.isJson;
    const streams = { table, target, spooled: smiles };
    await (isListed ? withList(smiles, output, work) : withStreams(streams, output, work));
    return 0;

    async function work(paths: StreamedPaths, words: Output): Promise<void> {
      const named = { ...paths, names: models, areTyped: smiles !== undefined, isListed, part };
      await withRunFolders(models, (folders) => predictTo({ ...named, models: folders }, asked, words));
    }
  },
};

/** The table of the predictions lies beside that of the SMILES, and goes with it. */
function withList(smiles: SpooledTable, output: Output, work: Parameters<typeof withStreams>[2]): Promise<void> {
  const paths = { table: smiles.path, path: join(dirname(smiles.path), 'predictions.csv'), isSent: true };
  return withSpooled([smiles], () => work(paths, output.naming([smiles])));
}

interface PredictPaths extends StreamedPaths {
  readonly models: readonly string[];
  /** As they were given. */
  readonly names: readonly string[];
  /** The table was made of SMILES on the command line. */
  readonly areTyped: boolean;
  /** The predictions are printed one by one, instead of a table. */
  readonly isListed: boolean;
  readonly part: Part | undefined;
}

async function predictTo(paths: PredictPaths, settings: PredictSettings, output: Output): Promise<void> {
  // Only now: help must not wait for RDKit and ONNX Runtime.
  const { predictPart, predictRun } = await import('../predict/index.node.ts');
  const options = optionsOf(paths, settings);
  const size = await tableLength(paths.table);
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const { path, part } = paths;
  const { path: written, result } = await interruptible(output, 'nothing is written', async (signal) => {
    const hooks: PredictRunHooks = {
      signal,
      onStart: (card, notes, warnings) => sayStart(card, { notes, warnings, names: paths.names }, output),
      onProgress: ({ rows: done, characters }) =>
        output.progress(progressOf(done, characters, { size, seconds: seconds() })),
    };
    if (part) return predictPart(options, part, hooks);
    return { path, result: await predictRun(options, hooks) };
  });
  if (result && paths.isListed) await sayPredictions(written, result, output);
  if (result) await sayResult(result, { ...paths, path: written, seconds: seconds() }, output);
  else output.result(`${written}: this part was predicted before`, { kind: 'result', output: written, part });
}

function optionsOf(
  { models, table, areTyped, path }: PredictPaths,
  { data, run, predict, machine }: PredictSettings,
): PredictRunOptions {
  return {
    model: models,
    input: table,
    areTyped,
    output: path,
    overwrite: run.overwrite,
    ...readingOf(data),
    onInvalid: data.onInvalid,
    workers: machine.threads,
    backend: machine.backend,
    dropExtraColumns: predict.dropExtraColumns,
    withApplicability: predict.applicability,
    uncertainty: predict.uncertainty,
    coverage: predict.coverage,
  };
}

interface Said {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly names: readonly string[];
}

function sayStart(card: ModelCard, { notes, warnings, names }: Said, output: Output): void {
  const about = `Model: ${card.model}, ${networksText(card)}trained on ${card.training.data} with ${card.training.optimizer}`;
  const targets = `Targets (${card.taskType}): ${card.tasks.join(', ')}`;
  output.say([about, targets, ...notes], { kind: 'start', model: names.join(', '), tasks: card.tasks, notes });
  for (const warning of warnings) output.warn(warning);
}

function networksText({ members, drawn }: ModelCard): string {
  if (members === undefined) return '';
  return drawn ? `${members.length} networks drawn from one training, ` : `ensemble of ${members.length}, `;
}

async function sayResult(
  { rows, failed, columns, unseen, notes }: PredictRunResult,
  { path, isSent, part, seconds }: PredictPaths & { readonly seconds: number },
  output: Output,
): Promise<void> {
  const { unseenSentence } = await import('../predict/index.ts');
  for (const note of notes) output.warn(note);
  if (unseen) output.warn(`${unseenSentence(unseen)} They have a note in column ${columns.reason}.`);
  const speed = Math.round(rows / seconds);
  const reasons = failed > 0 ? `, ${formatCount(failed)} without a prediction (see column ${columns.reason})` : '';
  output.result(
    `${isSent ? 'standard output' : path}: ${plural(rows, 'row')} in ${formatDuration(seconds)} (${formatCount(speed)} rows/s)${reasons}`,
    {
      kind: 'result',
      output: isSent ? dash : path,
      ...(part && { part }),
      rows,
      failed,
      unseenElements: unseen ?? null,
      columns: columns.tasks,
      reasonColumn: columns.reason,
      seconds,
    },
  );
}

/** Rows so far, the share of the file that they are, the rate, and the time that the rest takes at that rate. */
function progressOf(
  rows: number,
  characters: number,
  { size, seconds }: { readonly size: number | undefined; readonly seconds: number },
): Progress {
  // Quotes and longer characters make a file a little larger than its cells.
  const share = size === undefined || size === 0 ? undefined : Math.min(0.99, characters / size);
  const label = `${formatCount(rows)} rows`;
  const detail = seconds > 0 ? `${formatCount(Math.round(rows / seconds))} rows/s` : undefined;
  return { label, share, detail, secondsLeft: share ? (seconds * (1 - share)) / share : undefined };
}

/** molecules.csv.gz -> molecules_preds.csv, in the same folder. */
function defaultOutput(table: string): string {
  return `${table.replace(/(\.[^./\\]+)?(\.gz)?$/i, '')}_preds.csv`;
}

function noPartOfStream(): ConfigError {
  return new ConfigError({
    code: 'contradicting-settings',
    what: 'a part of standard input or output is asked for',
    where: '--part',
    advice: 'Name a table and an output file, which all parts share; or give --part all.',
  });
}
