/** Whether a model file can be used here: its model and settings are known, and this toolkit reads molecules as that of the training did. */
import { CheckpointError, RunError, version } from '../base/index.ts';
import type { Chemistry } from '../chem/index.ts';
import { readingOrder } from '../data/index.ts';
import { featurizerChecksum, findModel, type Model } from '../models/index.ts';
import type { ModelCard } from '../runs/index.ts';

export function modelOf(card: ModelCard, where: string): Model {
  try {
    return findModel(card.model);
  } catch (cause) {
    throw new CheckpointError({
      code: 'unknown-model',
      what: `it holds a model of kind "${card.model}", which this version does not know`,
      where,
      advice: 'Update graphsam.',
      cause,
    });
  }
}

export function settingsOf({ settings }: ModelCard, { name, configSchema }: Model, where: string): unknown {
  const checked = configSchema.safeParse(settings);
  if (checked.success) return checked.data;
  const problem = checked.error.issues[0]!;
  throw new CheckpointError({
    code: 'other-model',
    what: `its settings are not those of a ${name} model of this version (${problem.path.join('.')}: ${problem.message})`,
    where,
    advice: 'Use the version of graphsam that wrote it, or train it again.',
  });
}

/** The computation in the file is damaged, or refers to weights in another file, which a model.onnx never does. */
export function notLoadable(cause: Error, where: string): CheckpointError {
  return new CheckpointError({
    code: 'model-damaged',
    what: cause instanceof RunError ? cause.what : `it cannot be loaded: ${cause.message}`,
    where,
    advice: 'Copy the model again; all its weights must be inside the file, as graphsam writes them.',
    cause,
  });
}

/** The toolkit once it is loaded, if it reads molecules as that of the training did. */
export async function readingAlike(
  card: ModelCard,
  model: Model,
  { chemistry, where }: { readonly chemistry: Chemistry | Promise<Chemistry>; readonly where: string },
): Promise<Chemistry> {
  const loaded = await chemistry;
  requireSameFeatures(card, model, loaded, where);
  return loaded;
}

/** Whatever the versions are called: the toolkit here has to read probe molecules as the one of the training did. */
function requireSameFeatures(card: ModelCard, model: Model, chemistry: Chemistry, where: string): void {
  const { featurizer, toolkit, version: writer, features, atomOrder } = card;
  if (featurizer === undefined) return;
  const options = { generators: features?.generators, atomOrder: readingOrder(atomOrder) };
  if (featurizer === featurizerChecksum(model, chemistry, options)) return;
  throw new CheckpointError({
    code: 'features-mismatch',
    what:
      `graphsam ${version} with ${chemistry.toolkit} ${chemistry.version} reads other features of molecules than the model was ` +
      `trained on, with graphsam ${writer} and ${toolkit.name} ${toolkit.version}`,
    where,
    advice: `Use graphsam ${writer} for this model, or train it again.`,
  });
}

/** Of a file that is older than its own checks. */
export function uncheckedWarnings({ toolkit, version: writer }: ModelCard, chemistry: Chemistry): string[] {
  const unchecked = `the model was written by an older graphsam (${writer}): damage of its weights would not be noticed`;
  if (toolkit.name === chemistry.toolkit && toolkit.version === chemistry.version) return [unchecked];
  return [
    unchecked,
    `the model was trained with ${toolkit.name} ${toolkit.version}, molecules are read by ${chemistry.toolkit} ${chemistry.version}: ` +
      'aromaticity or charges of some molecules may differ',
  ];
}
