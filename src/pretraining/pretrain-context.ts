/** Everything that a pre-training has before its first step: molecules, split, classes, and the session on them. */
import { ConfigError, RandomStream } from '../base/index.ts';
import { functionalGroups } from '../chem/index.ts';
import { type Corpus, defaultMaxAtoms, loadCorpus, randomSplit, type Split } from '../data/index.ts';
import { type PretrainConfig, type ResolvedModel, resolveModel } from '../runs/index.ts';
import { binary } from '../tasks/index.ts';
import { type DataSource, notTold, type RunMachine } from '../training/index.ts';
import { type CorpusTargets, targetsOfCorpus } from './corpus-targets.ts';
import type { PretrainEvent, TaskSizes } from './pretrain-events.ts';
import { openPretrainSession, type PretrainSession } from './pretrain-session.ts';

export interface PretrainContext {
  readonly config: PretrainConfig;
  readonly machine: RunMachine;
  readonly corpus: Corpus;
  readonly checksums: Readonly<Record<string, string>>;
  readonly resolved: ResolvedModel;
  readonly split: Split;
  readonly classes: CorpusTargets;
  readonly tasks: TaskSizes;
  /** To be released by whoever asked for the context. */
  readonly session: PretrainSession;
}

/** Throws ConfigError and DataError for what cannot be pre-trained. */
export async function openPretrainContext(
  config: PretrainConfig,
  source: DataSource,
  machine: RunMachine,
  onEvent: (event: PretrainEvent) => void,
): Promise<PretrainContext> {
  const resolved = modelOf(config);
  const corpus = await readCorpus(config, source, machine, onEvent);
  const { molecules } = corpus;
  for (const message of notTold(resolved.model, molecules)) onEvent({ kind: 'warning', message });
  const { validation, seed } = config.split;
  const split = randomSplit(
    molecules.length,
    { train: 1 - validation, val: validation, test: 0 },
    new RandomStream(seed, 'split'),
  );
  const { leastCount, moleculeTargets: tasksOfMolecules } = config.tasks;
  const wanted = { leastCount, tasks: tasksOfMolecules, train: split.train };
  const classes = targetsOfCorpus(molecules, machine.chemistry, wanted);
  const session = openSession({ config, machine, resolved, classes, corpus });
  const tasks = {
    atomClasses: classes.atoms.size,
    bondClasses: session.hasBonds ? classes.bonds.size : 0,
    motifs: functionalGroups.length,
    ...classes.sizes,
  };
  const checksums = await source.checksums();
  return { config, machine, corpus, checksums, resolved, split, classes, tasks, session };
}

async function readCorpus(
  { data, model }: PretrainConfig,
  source: DataSource,
  { chemistry }: RunMachine,
  onEvent: (event: PretrainEvent) => void,
): Promise<Corpus> {
  const maxAtoms = data.maxAtoms ?? (model.settings.maxAtoms as number | undefined) ?? defaultMaxAtoms;
  const loaded = await loadCorpus(source.tables, chemistry, { ...data, maxAtoms });
  const corpus = { ...loaded, notes: [...source.notes, ...loaded.notes] };
  const { name, molecules, tableLength, rejects, notes, warnings } = corpus;
  onEvent({ kind: 'corpus', name, molecules: molecules.length, tableLength, rejects, notes, warnings });
  return corpus;
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

function openSession({
  config,
  machine,
  resolved,
  classes,
  corpus,
}: Pick<PretrainContext, 'config' | 'machine' | 'resolved' | 'classes' | 'corpus'>): PretrainSession {
  const { model, settings } = resolved;
  const { width, dropout = 0 } = settings as { width: number; dropout?: number };
  return openPretrainSession({
    model,
    config: settings,
    sizes: {
      width,
      atomClasses: classes.atoms.size,
      bondClasses: classes.bonds.size,
      motifs: functionalGroups.length,
      ...classes.sizes,
    },
    dropoutRate: dropout,
    disagreement: config.tasks.disagreement,
    features: corpus.molecules.map((molecule) => model.featurize(molecule)),
    targets: classes.targets,
    runtime: machine.runtime,
    threads: machine.threads,
    type: 'float32',
  });
}
