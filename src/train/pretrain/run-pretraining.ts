/** One pre-training from opened tables to the files that it leaves. Node and browsers. */
import { RandomStream } from '../../base/random.ts';
import { version } from '../../base/version.ts';
import { functionalGroups } from '../../chem/index.ts';
import {
  type Corpus,
  defaultMaxAtoms,
  loadCorpus,
  randomSplit,
  rejectsCsv,
  splitsFileContent,
} from '../../data/index.ts';
import { createOptimizer } from '../../optim/index.ts';
import { type ResolvedModel, resolveModel } from '../config/resolve-model.ts';
import type { DataSource } from '../prepare-data.ts';
import { notTold } from '../run-context.ts';
import type { RunMachine } from '../run-facts.ts';
import type { RunPlace } from '../run-place.ts';
import { type FinishedTraining, trainModel } from '../trainer.ts';
import type { JobContext } from '../worker/job.ts';
import { type CorpusTargets, targetsOfCorpus } from './corpus-targets.ts';
import type { PretrainConfig } from './pretrain-config.ts';
import type { FinishedPretraining, PretrainEvent, PretrainResult, TaskSizes } from './pretrain-events.ts';
import { openPretrainSession } from './pretrain-session.ts';

export interface PretrainPlace {
  /** Opens the place for the files; it is closed when the pre-training is done. */
  readonly open: () => Promise<RunPlace>;
  /** The place holds the run already. */
  readonly resume: boolean;
}

/** Throws ConfigError and DataError for what cannot be pre-trained, before anything is written. */
export async function runPretraining(
  config: PretrainConfig,
  source: DataSource,
  machine: RunMachine,
  { open, resume }: PretrainPlace,
  { onEvent, signal, betweenSteps }: JobContext<PretrainEvent>,
): Promise<PretrainResult> {
  const { training, split, optimizer: method, schedule } = config;
  const { corpus, checksums } = await readCorpus(config, source, machine, onEvent);
  const resolved = modelOf(config);
  for (const message of notTold(resolved.model, corpus.molecules)) onEvent({ kind: 'warning', message });
  const { targets, motifs, ...vocabularies } = targetsOfCorpus(
    corpus.molecules,
    machine.chemistry,
    config.tasks.leastCount,
  );
  const rows = randomSplit(
    corpus.molecules.length,
    { train: 1 - split.validation, val: split.validation, test: 0 },
    new RandomStream(split.seed, 'split'),
  );
  const sizes = {
    width: (resolved.settings as { width: number }).width,
    atomClasses: vocabularies.atoms.size,
    bondClasses: vocabularies.bonds.size,
    motifs: functionalGroups.length,
  };
  const session = openPretrainSession({
    model: resolved.model,
    config: resolved.settings,
    sizes,
    dropoutRate: (resolved.settings as { dropout?: number }).dropout ?? 0,
    disagreement: config.tasks.disagreement,
    features: corpus.molecules.map((molecule) => resolved.model.featurise(molecule)),
    targets,
    runtime: machine.runtime,
    threads: machine.threads,
    type: 'float32',
  });
  const optimizer = createOptimizer({ ...method, schedule }, session.layout, { seed: training.seed });
  const place = await open().catch(async (error) => {
    await session.release();
    throw error;
  });
  try {
    const parts = { training: rows.train.length, validation: rows.val.length };
    const tasks = { ...sizes, bondClasses: session.hasBonds ? sizes.bondClasses : 0 };
    const facts = factsOf({
      config,
      corpus,
      checksums,
      resolved,
      machine,
      parameters: session.layout.size,
      parts,
      tasks,
    });
    if (!resume) {
      await place.writeRun(facts);
      await place.write('splits', splitsFileContent([rows], corpus.tableRows));
      await place.write('rejects', rejectsCsv(corpus.rejects));
      await place.write('vocabulary', vocabularyText(vocabularies));
    }
    onEvent({
      kind: 'pretraining',
      folder: place.path,
      ...parts,
      seed: split.seed,
      model: resolved.model.name,
      preset: resolved.preset,
      parameters: session.layout.size,
      optimizer: method.name,
      runtime: machine.runtime.description,
      threads: machine.threads,
      tasks,
    });
    const result = await trainModel({
      session,
      optimizer,
      data: {
        ...rows,
        labels: motifs,
        // As many as validate: enough to compare with, and no dearer.
        watched: rows.train.slice(0, rows.val.length),
        describeRow: (row) => corpus.places[row]!,
      },
      epochs: training.epochs,
      batchSize: training.batchSize,
      dropLast: training.dropLast,
      earlyStopping:
        training.patience === undefined ? undefined : { patience: training.patience, minDelta: training.minDelta },
      seed: training.seed,
      store: place,
      signal,
      betweenSteps,
      onEvent,
    });
    if (result.status === 'interrupted') return { status: 'interrupted', folder: place.path, at: result.at };
    const finished = await resultOf(place, result);
    await place.writeRun({ ...facts, status: 'finished', result: finished });
    return finished;
  } finally {
    await place.close();
    await session.release();
  }
}

async function readCorpus(
  { data, model }: PretrainConfig,
  source: DataSource,
  { chemistry }: RunMachine,
  onEvent: (event: PretrainEvent) => void,
): Promise<{ corpus: Corpus; checksums: Readonly<Record<string, string>> }> {
  const maxAtoms = data.maxAtoms ?? (model.settings.maxAtoms as number | undefined) ?? defaultMaxAtoms;
  const loaded = await loadCorpus(source.tables, chemistry, { ...data, maxAtoms });
  const corpus = { ...loaded, notes: [...source.notes, ...loaded.notes] };
  const { name, molecules, tableLength, rejects, notes, warnings } = corpus;
  onEvent({ kind: 'corpus', name, molecules: molecules.length, tableLength, rejects, notes, warnings });
  return { corpus, checksums: await source.checksums() };
}

/** The settings of a preset with what pre-training needs switched on. Without labels the preset is that of classifications. */
function modelOf({ model, data }: PretrainConfig): ResolvedModel {
  const maxAtoms = data.maxAtoms === undefined ? {} : { maxAtoms: data.maxAtoms };
  const resolved = resolveModel(
    { ...model, settings: { ...model.settings, ...maxAtoms } },
    { taskType: 'classification' },
  );
  const settings = { ...(resolved.settings as object), ...resolved.model.pretraining.settings };
  return { ...resolved, settings: resolved.model.configSchema.parse(settings) };
}

interface Facts {
  readonly config: PretrainConfig;
  readonly corpus: Corpus;
  readonly checksums: Readonly<Record<string, string>>;
  readonly resolved: ResolvedModel;
  readonly machine: RunMachine;
  readonly parameters: number;
  readonly parts: { readonly training: number; readonly validation: number };
  readonly tasks: TaskSizes;
}

/** What run.json says. */
function factsOf({ config, corpus, checksums, resolved, machine, parameters, parts, tasks }: Facts): object {
  const { runtime, chemistry, threads, software } = machine;
  const { atomClasses, bondClasses, motifs } = tasks;
  return {
    format: 1,
    kind: 'pretraining',
    graphsam: version,
    ...software,
    runtime: runtime.description,
    toolkit: `${chemistry.toolkit} ${chemistry.version}`,
    created: new Date().toISOString(),
    status: 'running',
    config: { ...config, machine: { ...config.machine, threads } },
    data: {
      name: corpus.name,
      checksums,
      tableLength: corpus.tableLength,
      molecules: corpus.molecules.length,
      ...parts,
      rejected: corpus.rejects.length,
      notes: corpus.notes,
      warnings: corpus.warnings,
    },
    tasks: { atomClasses, bondClasses, motifs },
    model: { name: resolved.model.name, preset: resolved.preset, settings: resolved.settings, parameters },
  };
}

/** Classes in their order: of contexts from class 2 on (0 is "no label", 1 "other"), of functional groups from 0 on. */
function vocabularyText({ atoms, bonds }: Pick<CorpusTargets, 'atoms' | 'bonds'>): string {
  const motifs = functionalGroups.map(({ name, smarts }) => ({ name, smarts }));
  return `${JSON.stringify({ atoms: atoms.texts, bonds: bonds.texts, motifs }, null, 1)}\n`;
}

async function resultOf(place: RunPlace, result: FinishedTraining): Promise<FinishedPretraining> {
  const reports = await place.readEpochs();
  const { status, epochs, bestEpoch, stoppedEarly, chosenBy, validation } = result;
  return {
    status,
    folder: place.path,
    epochs,
    bestEpoch,
    stoppedEarly,
    chosenBy,
    validation,
    evaluations: reports.reduce((total, { evaluations }) => total + evaluations.full, 0),
    secondsPerEpoch: reports.reduce((total, { seconds }) => total + seconds, 0) / reports.length,
  };
}
