/** A model file as a predictor: reads structures exactly as training read them and gives values as users read them. */
import { assess, neighborSearch, readTrainingMolecules, type TrainingMolecules } from '../applicability/index.ts';
import { CheckpointError, setting } from '../base/index.ts';
import type { Chemistry, Molecule } from '../chem/index.ts';
import type { Predictions } from '../metrics/index.ts';
import { modelOnDevice } from '../models/index.ts';
import { type FileOutputs, fileOutputs, openDropoutPasses } from '../objective/index.ts';
import { requirePlugins } from '../plugins/index.ts';
import { type ModelCard, readModelCard, targetSpaceOf } from '../runs/index.ts';
import type { Runtime } from '../runtime/index.ts';
import { findTask } from '../tasks/index.ts';
import { type TrustedAnswer, trustValues } from '../uncertainty/index.ts';
import { modelOf, notLoadable, readingAlike, settingsOf, uncheckedWarnings } from './check-model.ts';
import { inBlocks } from './in-blocks.ts';
import { type ModelReading, readingOf } from './model-reading.ts';
import type { PredictedTargets } from './predicted-fields.ts';
import type { AskedTrust, Predictor, StructurePrediction } from './predictor.ts';
import { treeReader } from './tree-reader.ts';
import { knownModel, trustOptionsOf } from './trust-options.ts';
import { unseenElements } from './unseen-elements.ts';

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

  const modelReading = readingOf({ card, model: definition, config }, chemistry, where);
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
    async predictMolecules(molecules, fromFile) {
      const predictions = async (some: readonly Molecule[], beside: FromFile): Promise<Float32Array> =>
        (await answer(some, beside)).predictions;
      return task.final(await inBlocks({ molecules, beside: fromFile }, predictions), space);
    },
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

function noTrainingMolecules(where: string): CheckpointError {
  return new CheckpointError({
    code: 'no-training-molecules',
    what: 'the model file keeps no training molecules to compare with',
    where,
    advice: `Train it without ${setting('data.trainingFingerprints', 'false')}, or predict without comparing.`,
  });
}
