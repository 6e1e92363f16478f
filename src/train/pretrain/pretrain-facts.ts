/** What a pre-training says of itself: in run.json, in vocabulary.json, and as its result. */
import { version } from '../../base/version.ts';
import { functionalGroups } from '../../chem/index.ts';
import type { RunPlace } from '../run-place.ts';
import type { FinishedTraining } from '../trainer.ts';
import type { PretrainContext } from './pretrain-context.ts';
import type { FinishedPretraining, PretrainEvent } from './pretrain-events.ts';

/** What run.json says. */
export function pretrainFacts(context: PretrainContext): object {
  const { config, machine, corpus, checksums, resolved, split, tasks, session } = context;
  const { runtime, chemistry, threads, software } = machine;
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
      training: split.train.length,
      validation: split.val.length,
      rejected: corpus.rejects.length,
      notes: corpus.notes,
      warnings: corpus.warnings,
    },
    tasks,
    model: {
      name: resolved.model.name,
      preset: resolved.preset,
      settings: resolved.settings,
      parameters: session.layout.size,
    },
  };
}

export function pretrainingEvent(context: PretrainContext, folder: string): PretrainEvent {
  const { config, machine, resolved, split, tasks, session } = context;
  return {
    kind: 'pretraining',
    folder,
    training: split.train.length,
    validation: split.val.length,
    seed: config.split.seed,
    model: resolved.model.name,
    preset: resolved.preset,
    parameters: session.layout.size,
    optimizer: config.optimizer.name,
    runtime: machine.runtime.description,
    threads: machine.threads,
    tasks,
  };
}

/** Classes in their order: of contexts from class 2 on (0 is "no label", 1 "other"), of functional groups from 0 on. */
export function vocabularyText({ classes }: PretrainContext): string {
  const motifs = functionalGroups.map(({ name, smarts }) => ({ name, smarts }));
  return `${JSON.stringify({ atoms: classes.atoms.texts, bonds: classes.bonds.texts, motifs }, null, 1)}\n`;
}

export async function pretrainResult(place: RunPlace, result: FinishedTraining): Promise<FinishedPretraining> {
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
