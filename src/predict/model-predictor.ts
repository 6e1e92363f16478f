/** A model file as a predictor: reads structures exactly as training read them and gives values as users read them. */
import { assess, neighborSearch, readTrainingMolecules, type TrainingMolecules } from '../applicability/index.ts';
import { CheckpointError, ConfigError, RunError, setting, version } from '../base/index.ts';
import { conformalBound } from '../calibration/index.ts';
import type { Chemistry, Molecule } from '../chem/index.ts';
import { isRefused, readingOrder, readMolecule } from '../data/index.ts';
import type { Predictions } from '../metrics/index.ts';
import { featurizerChecksum, findModel, type Model, modelOnDevice } from '../models/index.ts';
import { type FileOutputs, fileOutputs, openDropoutPasses } from '../objective/index.ts';
import { requirePlugins } from '../plugins/index.ts';
import { type ModelCard, readModelCard, targetSpaceOf } from '../runs/index.ts';
import type { Runtime } from '../runtime/index.ts';
import { findTask } from '../tasks/index.ts';
import {
  findUncertainty,
  type KnownModel,
  ownUncertainty,
  type TrustedAnswer,
  type TrustOptions,
  trustValues,
} from '../uncertainty/index.ts';
import { featureReader } from './feature-reader.ts';
import type { PredictedTargets } from './predicted-fields.ts';
import type { AskedTrust, Predictor, Structure, StructurePrediction, StructureRecord } from './predictor.ts';
import { treeReader } from './tree-reader.ts';
import { unseenElements } from './unseen-elements.ts';

/** How a model reads molecules: what predictions and explanations of it share. */
interface ModelReading {
  readonly model: Model;
  /** Its settings, complete. */
  readonly config: unknown;
  /** As in training, or why it cannot be. */
  read(structure: Structure): Molecule | { readonly reason: string };
  /**
   * What the model reads of each molecule. fromFile: what a model that reads features from a file wants of each, [features]. Throws
   * DataError where it is missing.
   */
  features(molecules: readonly Molecule[], fromFile?: readonly (ArrayLike<number> | undefined)[]): unknown[];
}

export interface ModelPredictor extends Predictor {
  readonly card: ModelCard;
  /** What it answers; with applicability where that was asked for and the file keeps the training molecules. */
  readonly targets: PredictedTargets;
  readonly reading: ModelReading;
  /** The training molecules, where applicability was asked for and the file keeps them. */
  readonly training: TrainingMolecules | undefined;
  /** Things that a user should know, for instance that another toolkit version reads the molecules. */
  readonly warnings: readonly string[];
  /**
   * Of molecules that were read already, in order, as users read them. fromFile: what a model that reads features from a file
   * wants of each molecule, [features]. Throws DataError where it is missing.
   */
  predictMolecules(
    molecules: readonly Molecule[],
    fromFile?: readonly (ArrayLike<number> | undefined)[],
  ): Promise<Predictions>;
  /** All that the file gives of molecules that were read already, in order, logits of classes too. Not for models that read features of a file. */
  outputsOf(molecules: readonly Molecule[]): Promise<FileOutputs>;
  release(): Promise<void>;
}

/** What a model that reads features from a file wants of each molecule. */
type FromFile = readonly (ArrayLike<number> | undefined)[];

export interface ModelPredictorOptions extends AskedTrust {
  readonly runtime: Runtime;
  readonly chemistry: Chemistry;
  readonly threads?: number;
  /** Path of the model, for messages. */
  readonly where: string;
  /** Compare each molecule with the training molecules: `if-kept` does so where the file keeps them, true requires them. Default false. */
  readonly withApplicability?: boolean | 'if-kept' | undefined;
}

type OpeningOptions = Omit<ModelPredictorOptions, 'chemistry'> & {
  /** One that is still being loaded is waited for while the runtime loads the model. */
  readonly chemistry: Chemistry | Promise<Chemistry>;
};

/** Throws CheckpointError for files that are not ours, damaged, or of a model that this version does not know. */
export async function openModelPredictor(model: Uint8Array, options: OpeningOptions): Promise<ModelPredictor> {
  const { runtime, threads, where, withApplicability = false } = options;
  const card = readModelCard(model, where);
  const definition = modelOnDevice(modelOf(card, where), runtime.device);
  const config = settingsOf(card, definition, where);
  const training = withApplicability ? readTrainingMolecules(model, where) : undefined;
  if (withApplicability === true && !training) throw noTrainingMolecules(where);
  const search = training && neighborSearch(training);
  const loading = runtime.load(model, { name: where, ...(threads === undefined ? {} : { threads }) });
  const chemistry = await readingAlike(card, definition, options).catch((cause) => {
    void loading.then((program) => program.release()).catch(() => {});
    throw cause;
  });
  const program = await loading.catch((cause: Error) => {
    throw notLoadable(cause, where);
  });
  const task = findTask(card.taskType);
  const space = targetSpaceOf(card);
  const width = card.tasks.length * task.head(space).outputsPerTask;
  const reading = { model: definition, config, width, members: card.members?.length };
  const extra = featureReader(card, chemistry, where);
  const trees = treeReader(card, chemistry, where);
  const trained = card.elements && new Set(card.elements);
  const trustOptions = trustOptionsOf(card, options, where);
  const trusted = { ...card, taskNames: card.tasks };
  const passes = trustOptions?.dropoutPasses
    ? await openDropoutPasses(
        model,
        {
          ...{ model: definition, config, tasks: card.tasks.length, standardization: card.standardization },
          head: task.head(space, { saysVariance: card.saysVariance }),
          rate: knownModel(card).dropout,
          seed: card.training.seed,
          passes: trustOptions.dropoutPasses,
        },
        { runtime, threads },
      )
    : undefined;

  const modelReading: ModelReading = {
    model: definition,
    config,
    read: (structure) => readStructure(structure, chemistry, card),
    features(molecules, fromFile = []) {
      const rows = extra?.(molecules, fromFile);
      return molecules.map((molecule, row) => {
        const own = definition.featurize(molecule);
        return rows ? definition.extra!.add(own, rows[row]!) : own;
      });
    },
  };
  const answer = async (molecules: readonly Molecule[], fromFile: FromFile = []): Promise<Answers> => {
    const features = modelReading.features(molecules, fromFile);
    const answers = await fileOutputs(program, reading, features, trees?.(molecules, fromFile));
    return passes ? { ...answers, passes: await passes.run(features) } : answers;
  };

  return {
    card,
    reading: modelReading,
    training,
    targets: { ...card, withApplicability: search !== undefined, trustOptions },
    warnings: [
      ...(card.featurizer === undefined ? uncheckedWarnings(card, chemistry) : []),
      ...requirePlugins(card.plugins, where),
    ],
    predictMolecules: async (molecules, fromFile) => task.final((await answer(molecules, fromFile)).predictions, space),
    outputsOf: (molecules) =>
      fileOutputs(
        program,
        { ...reading, withRaw: task.classProbabilities !== undefined },
        modelReading.features(molecules),
        trees?.(molecules, []),
      ),
    async predict(structures) {
      const read = structures.map(modelReading.read);
      const molecules = read.filter((each) => !('reason' in each)) as Molecule[];
      const fromFile = structures
        .filter((_, index) => !('reason' in read[index]!))
        .map((structure) => (typeof structure === 'string' ? undefined : structure.features));
      const answers = await answer(molecules, fromFile);
      const values = task.final(answers.predictions, space);
      let next = 0;
      return read.map((each, index): StructurePrediction => {
        if ('reason' in each) return { reason: each.reason };
        const at = next++;
        const row = values.row(at);
        const structure = structures[index]!;
        const smiles = typeof structure !== 'string' &&
          structure.molblock !== undefined && { smiles: each.canonicalSmiles };
        if (!row.every(Number.isFinite)) return { reason: 'the model gives no finite number', ...smiles };
        const unseen = unseenElements(each, trained);
        return {
          values: [...row],
          ...(trustOptions && { trust: trustValues(trusted, ofRow(answers, at, width), trustOptions) }),
          ...(unseen && { unseenElements: unseen }),
          ...smiles,
          ...(search && { applicability: assess(search, each) }),
        };
      });
    },
    release: async () => {
      await Promise.all([program.release(), passes?.release()]);
    },
  };
}

interface Answers extends FileOutputs {
  /** Of each pass with dropout, as predictions. */
  readonly passes?: readonly Float32Array[];
}

/** Undefined: nothing is said beside the values. Throws ConfigError for what the model cannot say. */
export function trustOptionsOf(
  card: ModelCard,
  { uncertainty, coverage }: AskedTrust,
  where: string,
): TrustOptions | undefined {
  const known = knownModel(card);
  const method = uncertainty === undefined ? ownUncertainty(known) : findUncertainty(uncertainty);
  const unsupported = method.unsupportedReason(known);
  if (unsupported !== undefined) {
    throw new ConfigError({
      code: 'not-supported',
      path: ['predict', 'uncertainty'],
      what: `the uncertainty method ${method.name} has nothing to go by: ${unsupported}`,
      where,
      advice: `Choose another, or leave it out.`,
    });
  }
  if (coverage !== undefined && !card.trust?.conformal) {
    throw new CheckpointError({
      code: 'no-intervals',
      what: 'the model file keeps no errors of validation rows, by which intervals are made',
      where,
      advice:
        'Train it with a validation part of at least nine labels, of classes nine of one class. Runs that are joined to predict together ' +
        'have none: predict with one of them, or train them as one ensemble.',
    });
  }
  if (coverage !== undefined) refuseTooWide(card, coverage, where);
  const { hasOutput, dropoutPasses } = method;
  // Intervals were fitted to the deviations that the model says by itself.
  return hasOutput || coverage !== undefined ? { withUncertainty: hasOutput, coverage, dropoutPasses } : undefined;
}

/** No target has an interval so wide: all columns would be empty. Of classes a set with all of them is an answer. */
function refuseTooWide({ taskType, trust }: ModelCard, coverage: number, where: string): void {
  const scores = trust!.conformal!.targets.map((target) => target.scores[0] ?? []);
  const isBounded = scores.some((ofTarget) => Number.isFinite(conformalBound(ofTarget, coverage)));
  if (findTask(taskType).classProbabilities || isBounded) return;
  const most = Math.max(...scores.map(({ length }) => length));
  throw new ConfigError({
    code: 'no-intervals',
    path: ['predict', 'coverage'],
    what: `the model file keeps errors of ${most} validation rows, which bound a share of ${(most / (most + 1)).toFixed(3)} at most, and ${coverage} is asked for`,
    where,
    advice: `Let ${setting('predict.coverage')} be smaller, or train with more validation rows.`,
  });
}

function knownModel({ members, saysVariance, settings }: ModelCard): KnownModel {
  const { dropout = 0 } = settings as { readonly dropout?: number };
  return { members: members?.length, saysVariance: saysVariance ?? false, dropout };
}

/** What the file answers for one row. */
function ofRow({ predictions, spread, members, passes }: Answers, row: number, width: number): TrustedAnswer {
  const own = (table: Float32Array): Float32Array => table.subarray(row * width, (row + 1) * width);
  return {
    values: own(predictions),
    spread: spread && own(spread),
    members: members?.map(own),
    passes: passes?.map(own),
  };
}

/** The same reading as in training, with the choices that the model was trained with. */
function readStructure(
  structure: Structure,
  chemistry: Chemistry,
  { maxAtoms, largestFragment, atomOrder }: ModelCard,
): Molecule | { reason: string } {
  const {
    smiles = '',
    molblock,
    reason,
  }: StructureRecord = typeof structure === 'string' ? { smiles: structure } : structure;
  if (smiles === '' && molblock === undefined && reason !== undefined) return { reason };
  const row = { row: 0, line: 0, cells: [smiles], ...(molblock !== undefined && { molblock }) };
  const read = readMolecule(row, 0, chemistry, { maxAtoms, largestFragment, atomOrder });
  if (isRefused(read)) return { reason: read.reason };
  return reason === undefined ? read.molecule : { reason };
}

function noTrainingMolecules(where: string): CheckpointError {
  return new CheckpointError({
    code: 'no-training-molecules',
    what: 'the model file keeps no training molecules to compare with',
    where,
    advice: `Train it without ${setting('data.trainingFingerprints', 'false')}, or predict without comparing.`,
  });
}

function modelOf(card: ModelCard, where: string): Model {
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

function settingsOf({ settings }: ModelCard, { name, configSchema }: Model, where: string): unknown {
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
function notLoadable(cause: Error, where: string): CheckpointError {
  return new CheckpointError({
    code: 'model-damaged',
    what: cause instanceof RunError ? cause.what : `it cannot be loaded: ${cause.message}`,
    where,
    advice: 'Copy the model again; all its weights must be inside the file, as graphsam writes them.',
    cause,
  });
}

/** The toolkit once it is loaded, if it reads molecules as that of the training did. */
async function readingAlike(
  card: ModelCard,
  model: Model,
  { chemistry, where }: Pick<OpeningOptions, 'chemistry' | 'where'>,
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
function uncheckedWarnings({ toolkit, version: writer }: ModelCard, chemistry: Chemistry): string[] {
  const unchecked = `the model was written by an older graphsam (${writer}): damage of its weights would not be noticed`;
  if (toolkit.name === chemistry.toolkit && toolkit.version === chemistry.version) return [unchecked];
  return [
    unchecked,
    `the model was trained with ${toolkit.name} ${toolkit.version}, molecules are read by ${chemistry.toolkit} ${chemistry.version}: ` +
      'aromaticity or charges of some molecules may differ',
  ];
}
