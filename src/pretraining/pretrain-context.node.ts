/** Everything that a pre-training has before its first step: the corpus on disk, split, classes, and the session on them. */
import { ConfigError, RandomStream } from '../base/index.ts';
import { defaultMaxAtoms, randomSplit, type Split } from '../data/index.ts';
import { type PretrainConfig, type ResolvedModel, resolveModel } from '../runs/index.ts';
import { binary } from '../tasks/index.ts';
import type { DataSource, RunMachine } from '../training/index.ts';
import { CorpusClasses } from './corpus/corpus-classes.ts';
import { type StoredCorpus, storedCorpus } from './corpus/stored-corpus.node.ts';
import { corpusSetup } from './corpus-setup.ts';
import { withParts } from './parts/gradient-parts.node.ts';
import type { PretrainEvent, TaskSizes } from './pretrain-events.ts';
import { openPretrainSession, type PretrainSession } from './pretrain-session.ts';

export interface PretrainContext {
  readonly config: PretrainConfig;
  readonly machine: RunMachine;
  readonly corpus: StoredCorpus;
  readonly checksums: Readonly<Record<string, string>>;
  readonly resolved: ResolvedModel;
  /** Rows of each part ascending, so that they are read file by file. */
  readonly split: Split;
  readonly classes: CorpusClasses;
  readonly tasks: TaskSizes;
  /** To be released by the caller. */
  readonly session: PretrainSession;
}

export interface PretrainInput {
  readonly config: PretrainConfig;
  readonly source: DataSource;
  readonly machine: RunMachine;
  /** Where the prepared molecules are kept, or found again. */
  readonly corpusFolder: string;
}

/** Of the files of a corpus: another one is made again. */
const corpusFormat = 2;

/** Throws ConfigError and DataError for what cannot be pre-trained. */
export async function openPretrainContext(
  input: PretrainInput,
  onEvent: (event: PretrainEvent) => void,
): Promise<PretrainContext> {
  const { config, machine, source } = input;
  const resolved = modelOf(config);
  const checksums = await source.checksums();
  const corpus = await openCorpus(input, resolved, checksums, onEvent);
  const split = splitOf(config, corpus.molecules);
  const classes = new CorpusClasses(corpus, config.tasks);
  const { disagreement } = config.tasks;
  const setup = corpusSetup(corpus, classes, { settings: resolved.settings, disagreement });
  const session = await openSession(input, resolved, setup);
  const { width: _width, ...sizes } = setup.sizes;
  const tasks = { ...sizes, bondClasses: session.hasBonds ? sizes.bondClasses : 0 };
  return { config, machine, corpus, checksums, resolved, split, classes, tasks, session };
}

async function openSession(
  { config, machine, corpusFolder }: PretrainInput,
  { model, settings }: ResolvedModel,
  setup: ReturnType<typeof corpusSetup>,
): Promise<PretrainSession> {
  const session = openPretrainSession({
    ...{ model, config: settings, runtime: machine.runtime, threads: machine.threads },
    ...setup,
  });
  const { batchParts = 1 } = config.training;
  if (batchParts === 1) return session;
  const { backend } = config.machine;
  const order = { model: model.name, settings, tasks: config.tasks, corpusFolder, backend };
  return withParts(session, order, { parts: batchParts, threads: machine.threads });
}

async function openCorpus(
  { config, source, machine, corpusFolder }: PretrainInput,
  { model, settings }: ResolvedModel,
  checksums: Readonly<Record<string, string>>,
  onEvent: (event: PretrainEvent) => void,
): Promise<StoredCorpus> {
  const { data, tasks } = config;
  const { paths: _paths, folder: _folder, ...reading } = data;
  const maxAtoms = data.maxAtoms ?? (config.model.settings.maxAtoms as number | undefined) ?? defaultMaxAtoms;
  const corpus = await storedCorpus({
    folder: corpusFolder,
    key: JSON.stringify([
      corpusFormat,
      machine.chemistry.version,
      Object.values(checksums),
      reading,
      model.name,
      settings,
      tasks.moleculeTargets,
      maxAtoms,
    ]),
    tables: source.tables,
    options: { ...data, maxAtoms },
    chemistry: machine.chemistry,
    model,
    tasks: tasks.moleculeTargets,
    threads: machine.threads,
    onProgress: (rows) => onEvent({ kind: 'preparing', rows }),
  });
  const { name, tableLength, rejects, notes, warnings } = corpus.facts;
  const facts = {
    name,
    molecules: corpus.molecules,
    tableLength,
    rejects,
    notes: [...source.notes, ...notes],
    warnings,
  };
  onEvent({ kind: 'corpus', ...facts });
  for (const message of corpus.unsupportedMessages) onEvent({ kind: 'warning', message });
  return corpus;
}

function splitOf({ split: { validation, seed } }: PretrainConfig, molecules: number): Split {
  const sizes = { train: 1 - validation, val: validation, test: 0 };
  const { train, val } = randomSplit(molecules, sizes, new RandomStream(seed, 'split'));
  const ascending = (rows: readonly number[]): number[] => [...rows].sort((left, right) => left - right);
  return { train: ascending(train), val: ascending(val), test: [] };
}

/**
 * The settings of a preset with those that pre-training needs. Without labels the preset is that of classifications.
 * Throws ConfigError if one of them is asked for otherwise.
 */
function modelOf({ model, data }: PretrainConfig): ResolvedModel {
  const maxAtoms = data.maxAtoms === undefined ? {} : { maxAtoms: data.maxAtoms };
  const changed = { ...model, settings: { ...model.settings, ...maxAtoms } };
  const resolved = resolveModel(changed, { taskType: binary.name });
  const { settings: needed } = resolved.model.pretraining;
  for (const [name, value] of Object.entries(needed)) {
    const given = model.settings[name];
    if (given === undefined || given === value) continue;
    throw new ConfigError({
      code: 'not-supported',
      what: `${name} is ${JSON.stringify(given)}, and pre-training needs ${JSON.stringify(value)}`,
      path: ['model', 'settings', name],
      advice: 'Leave it out.',
    });
  }
  const settings = { ...(resolved.settings as object), ...needed };
  return { ...resolved, settings: resolved.model.configSchema.parse(settings) };
}
