/** What turns structures into predictions: a model file, its features and a runtime behind one function. */
import type { Applicability } from '../applicability/index.ts';
import type { Backend } from '../runtime/index.ts';
import type { TrustValue } from '../uncertainty/index.ts';

/** A SMILES cell as it stands in a table (blanks and a name behind it are dealt with), or a molfile block. */
export type Structure = string | StructureRecord;

/** One of smiles and molblock. */
export interface StructureRecord {
  readonly smiles?: string;
  readonly molblock?: string;
  /** Values of the columns that the model wants of a file, in the order of the model; NaN where there is none. */
  readonly features?: ArrayLike<number> | undefined;
  /** Why it cannot be predicted, for a molecule that can be read: it comes back as the reason. */
  readonly reason?: string | undefined;
}

/** Either values or the reason why there are none. */
export interface StructurePrediction {
  /** As users read them: probabilities, or original units, [tasks, outputs]. */
  readonly values?: readonly number[];
  readonly reason?: string;
  /** Beside values: symbols of elements that the model was not trained on, `*` for dummy atoms; undefined: there are none. */
  readonly unseenElements?: readonly string[];
  /** Of a molfile block that was read: its canonical SMILES. */
  readonly smiles?: string;
  /** How like the training molecules it is; only on request, of a molecule that was read, by a model that keeps them. */
  readonly applicability?: Applicability;
  /** What is said beside the values, where something is, [targets][fields]: their names are in predicted-fields.ts. */
  readonly trust?: readonly (readonly TrustValue[])[] | undefined;
}

/** What a model is asked for beside its values. */
export interface AskedTrust {
  /** Name of an uncertainty method. Default: what the model says without further passes, if anything. */
  readonly uncertainty?: string | undefined;
  /** Share of true values that intervals, or sets of classes, are to hold, above 0 and below 1. Default: no intervals. */
  readonly coverage?: number | undefined;
}

export interface Predictor {
  /** What a user should know before trusting it, for instance that another toolkit version reads the molecules. */
  readonly warnings?: readonly string[];
  /** One answer a structure, in order. A structure that cannot be read gets a reason; it never throws for one. */
  predict(structures: readonly Structure[]): Promise<StructurePrediction[]>;
}

/** Opens a model. Throws CheckpointError for a file that it cannot use. */
export type OpenPredictor = (model: Uint8Array, options: OpenPredictorOptions) => Promise<Predictor>;

export interface OpenPredictorOptions extends AskedTrust {
  /** Path of the model, for messages. */
  readonly where?: string | undefined;
  /** What executes. Default: the native package, WebAssembly where it is missing. */
  readonly backend?: Backend | undefined;
  /** Compare each molecule with the training molecules, if the model file keeps them. Default false. */
  readonly withApplicability?: boolean | undefined;
}
