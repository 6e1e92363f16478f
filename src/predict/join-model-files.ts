/** Models of several runs as one, for a prediction of all of them together. */
import { withJoinedTraining } from '../applicability/index.ts';
import { CheckpointError, sortedJson } from '../base/index.ts';
import type { Trust } from '../calibration/index.ts';
import { cardMetadata, foreignMetadata, type ModelCard, readModelCard, targetSpaceOf } from '../runs/index.ts';
import { ensembleFile } from '../uncertainty/index.ts';

/** A model, or several as one, in memory. */
export interface ModelFile {
  /** For messages; of several models together all paths. */
  readonly path: string;
  /** Path of each model. */
  readonly parts: readonly string[];
  readonly bytes: Uint8Array;
  readonly card: ModelCard;
}

/** What must be the same for one reading of the molecules to do for all: field of the card, and what it is called. */
const shared = {
  tasks: 'targets',
  taskType: 'kind of task',
  classes: 'classes',
  model: 'model',
  settings: 'model settings',
  maxAtoms: 'largest molecule',
  largestFragment: 'reading of salts',
  atomOrder: 'order of atoms',
  features: 'molecule features',
  saysVariance: 'outputs',
  featurizer: 'features of atoms',
} as const satisfies Partial<Record<keyof ModelCard, string>>;

/**
 * trust: what was fitted to rows that are new to all of them (join-with-trust.ts); undefined: nothing is calibrated. Throws CheckpointError naming
 * what differs.
 */
export function joinModelFiles(files: readonly ModelFile[], trust?: Trust): ModelFile {
  const [first, ...others] = files as [ModelFile, ...ModelFile[]];
  for (const other of others) requireAlike(first, other);
  const blended = files.find((file) => file.card.trees);
  if (blended && others.length > 0) throw holdsTrees(blended);
  const { card } = first;
  const { standardization: _standardization, elements: _elements, trust: _trust, drawn: _drawn, ...common } = card;
  // Of the first model alone.
  const { folds: _folds, ...training } = card.training;
  const elements = files.every((file) => file.card.elements)
    ? { elements: [...new Set(files.flatMap((file) => file.card.elements!))].sort((left, right) => left - right) }
    : {};
  const members = files.map((file, fold) => {
    const { seed, bestEpoch, data, molecules, optimizer } = file.card.training;
    return { seed, bestEpoch, fold, data, molecules, optimizer };
  });
  const metadata = {
    ...withJoinedTraining(foreignMetadata(first.bytes), files),
    ...cardMetadata({ ...common, ...elements, training, members, trust }),
  };
  const bytes = ensembleFile(
    files.map((file) => file.bytes),
    { taskType: card.taskType, space: targetSpaceOf(card), metadata, calibration: trust?.classes },
  );
  const parts = files.map(({ path }) => path);
  return { path: parts.join(', '), parts, bytes, card: readModelCard(bytes, 'the models together') };
}

function requireAlike(first: ModelFile, other: ModelFile): void {
  const names = Object.keys(shared) as (keyof typeof shared)[];
  const different = names.find((name) => sortedJson(first.card[name]) !== sortedJson(other.card[name]));
  const what = different === undefined ? otherMeaning(first.card, other.card) : shared[different];
  if (what === undefined) return;
  throw new CheckpointError({
    code: 'models-differ',
    what: `models that predict together must read molecules and mean labels alike, and the ${what} of ${first.path} and this one differ`,
    where: other.path,
    advice: 'Predict with each of them alone.',
  });
}

/** What labels meant in both trainings, and not the same, by its name. A table may have had the labels that another one was brought to. */
function otherMeaning({ labels: first }: ModelCard, { labels: other }: ModelCard): string | undefined {
  const [one, two] = [wordMeanings(first), wordMeanings(other)];
  const fields = { threshold: 'thresholds of the classes', unit: 'units of the labels', transform: 'scales' } as const;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  const differ = (name: keyof typeof fields): boolean =>
    first?.[name] !== undefined && other?.[name] !== undefined && first[name] !== other[name];
  const field = names.find(differ);
  if (field !== undefined) return fields[field];
  const word = [...one].find(([key, meant]) => (two.get(key) ?? meant) !== meant);
  return word && 'meanings of the words in the labels';
}

/** The number that each word of the labels stood for, by target where words are told apart by it. */
function wordMeanings(labels: ModelCard['labels']): ReadonlyMap<string, number> {
  const pairs = (labels?.words ?? []).flatMap((words, task) =>
    (words ?? []).map((word, meant) => [`${task} ${word}`, meant] as const),
  );
  return new Map([...Object.entries(labels?.map ?? {}), ...pairs]);
}

function holdsTrees({ path }: ModelFile): CheckpointError {
  return new CheckpointError({
    code: 'models-differ',
    what: 'the model holds trees, whose weights were fitted beside its own networks',
    where: path,
    advice: 'Predict with it alone, or join runs that were trained without a blend.',
  });
}
