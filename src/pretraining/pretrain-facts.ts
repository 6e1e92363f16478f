/** What a pre-training says of itself: in run.json, in vocabulary.json, and as it begins. */
import { functionalGroups } from '../chem/index.ts';
import type { PretrainingRunFile } from '../runs/index.ts';
import { describeMachine, describeModel, runtimeText, type WeightsLocation } from '../training/index.ts';
import type { PretrainContext } from './pretrain-context.node.ts';
import type { PretrainEvent } from './pretrain-events.ts';

/** What run.json says of a pre-training that begins. */
export function describePretraining(context: PretrainContext): PretrainingRunFile {
  const { config, machine, corpus, checksums, resolved, split, tasks, session } = context;
  return {
    ...describeMachine(machine, config),
    kind: 'pretraining',
    data: {
      name: corpus.facts.name,
      checksums,
      tableLength: corpus.facts.tableLength,
      molecules: corpus.molecules,
      training: split.train.length,
      validation: split.val.length,
      rejected: corpus.facts.rejects.length,
      notes: corpus.facts.notes,
      warnings: corpus.facts.warnings,
    },
    tasks,
    model: describeModel(resolved, session.layout.size),
  };
}

export function pretrainingEvent(context: PretrainContext, folder: string, location: WeightsLocation): PretrainEvent {
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
    runtime: runtimeText(machine.runtime, location),
    threads: machine.threads,
    tasks,
  };
}

/** Classes in their order: of contexts from class 2 on (0 is "no label", 1 "other"), of functional groups from 0 on. */
export function vocabularyText({ classes }: PretrainContext): string {
  const motifs = functionalGroups.map(({ name, smarts }) => ({ name, smarts }));
  return `${JSON.stringify({ atoms: classes.atoms.texts, bonds: classes.bonds.texts, motifs }, null, 1)}\n`;
}
