/**
 * What a model is to the rest: features of a molecule, a batch of them as feeds, parameters, and outputs as symbolic tensors.
 * Adding one takes a folder (or file) here, its test, and a line in registry.ts.
 */
import type { z } from 'zod';
import type { RandomStream } from '../base/index.ts';
import type { Molecule } from '../chem/index.ts';
import type { Dropout, ModelParameter, ParameterTensors, RandomSites } from '../nn/index.ts';
import type { RealType, Tensor } from '../tensor/index.ts';

/** A dense array for a computation's input; as runtime/program.ts's Value, which models must not know. */
export interface ModelFeed {
  readonly type: RealType | 'int32';
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}
export type ModelFeeds = Readonly<Record<string, ModelFeed>>;

export type ModelVariant = 'full' | 'withoutMessagePassing';

export interface ForwardOptions {
  readonly type: RealType;
  readonly parameters: ParameterTensors;
  readonly dropout: Dropout;
  /** Where the model declares what a training step draws; undefined in evaluation, which draws nothing. */
  readonly random?: RandomSites | undefined;
  /** Declare the input `atomGates` (ForwardResult), for explanations; only with the variant `full`. Default false. */
  readonly withAtomGates?: boolean | undefined;
  /** `withoutMessagePassing`: atoms exchange no messages (FGSAM's cheap pass). */
  readonly variant: ModelVariant;
}

export interface RowEmbeddings {
  /** [rows, width] each. */
  readonly states: readonly Tensor[];
  /** The input that is 1 where a row belongs to a molecule, [molecules, rows]; the rows of a molecule are in its own order. */
  readonly membership: Tensor;
}

export interface Embeddings {
  readonly atoms: RowEmbeddings;
  /** Of directed bonds: two rows a bond, from its lower atom and from its higher; bonds in the order of lower, then higher atom. */
  readonly bonds?: RowEmbeddings;
  /** [molecules, width] each. */
  readonly molecules: readonly Tensor[];
}

export interface ForwardResult {
  /**
   * Raw outputs, [molecules, outputs] each: logits, or standardized targets. A model with several branches is trained to fit the
   * targets with each of them, and predicts their average (of probabilities, for logits).
   */
  readonly branches: readonly Tensor[];
  /** Factor of the mean squared difference between two branches, which is added to the loss; default 0. */
  readonly disagreement?: number;
  /** What the head of each branch reads, [molecules, width] each; undefined if there is no such vector. */
  readonly readouts?: readonly Tensor[];
  /** What pre-training reads; undefined if this configuration has none. */
  readonly embeddings?: Embeddings;
  /**
   * The input that says how much of each atom's features is there: 1 all, 0 an atom without features, in between a mixture of both
   * states; [atom rows, 1], rows as `Model.atomRows` finds them. Only if it was asked for.
   */
  readonly atomGates?: Tensor;
  /** Named values on the way, for parity and analysis; they cost nothing unless lowered. */
  readonly intermediate: Readonly<Record<string, Tensor>>;
}

/** What a training does where its configuration is silent. */
export interface TrainingRecipe {
  readonly epochs: number;
  /** Decay a step of averaged weights. */
  readonly emaDecay?: number;
  /** Epochs without improvement after which it ends before its time. Only where it is silent of the number of epochs, too. */
  readonly patience?: number;
  /** By task type, where it is not the default of the task. */
  readonly losses: Readonly<Record<string, string>>;
  /** Taken where no learning rate is given. */
  readonly schedule: {
    readonly learningRate: number;
    readonly initialLearningRate: number;
    readonly finalLearningRate: number;
  };
}

export interface Model<Config = unknown, Features = unknown> {
  readonly name: string;
  /** One summary for help and docs. */
  readonly summary: string;
  readonly citation: string;
  /** Validates and fills in defaults. */
  readonly configSchema: z.ZodType<Config>;
  /**
   * Its authors' settings by data set name (`bbbp`, `esol` ...), and `regression` and `classification` for any other table;
   * `default-regression` and `default-classification`, where there are such, are what is taken without a preset.
   */
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What its authors train with, by task type, where that is not the default of the task. */
  readonly losses: Readonly<Record<string, string>>;
  /** How its default presets are trained; undefined: there are none, and it is trained as its authors do. */
  readonly recipe?: TrainingRecipe;
  /** Settings that pre-training needs as they stand here, and those in which a network may differ from the one it takes its encoder from. */
  readonly pretraining: {
    readonly settings: Readonly<Record<string, unknown>>;
    readonly headSettings: readonly string[];
  };
  /** What the features cannot tell of a molecule, as texts to count (`charge +7 ...`); undefined: nothing. */
  unsupportedFeatures?(molecule: Molecule): readonly string[];
  featurize(molecule: Molecule): Features;
  atomCount(features: Features): number;
  /** For a model that takes numbers of the whole molecule beside what it reads itself. */
  readonly extra?: {
    /** The setting that says how many. */
    readonly setting: string;
    add(features: Features, values: ArrayLike<number>): Features;
  };
  parameters(config: Config, outputs: number): ModelParameter[];
  /**
   * Arrays for a batch, in the order given.
   *   random: given when the batch is trained on, for models that change their input at random (dropped bonds).
   */
  collate(batch: readonly Features[], config: Config, type: RealType, random?: RandomStream): ModelFeeds;
  /**
   * The same model whose loops have a multiple of so many steps, for devices that write loops out: few numbers of steps are few programs.
   * Outputs differ by rounding only. Undefined for a model without loops.
   */
  withStepsIn?(multiple: number): Model<Config, Features>;
  forward(config: Config, outputs: number, options: ForwardOptions): ForwardResult;
  /**
   * Where the atoms of each molecule are among the rows of `atomGates`, [molecules][atoms] in the molecule's order; may go on with rows
   * that are no atoms. Undefined for a model that knows no gates: it cannot be explained.
   */
  atomRows?(feeds: ModelFeeds): { readonly rows: number; readonly ofMolecules: readonly (readonly number[])[] };
  /**
   * Floating-point operations of a training step that no algorithm avoids (2 m n k a product, backward twice forward), for
   * molecules of these atom counts: the floor that benchmarks compare with.
   */
  stepOperations(config: Config, atomCounts: readonly number[]): number;
}
