/** What opened models answer: predictions of tables, row by row as the page shows them, and what atoms contribute. */
import type { ModelCard, PredictionSummary, StructurePrediction } from '../../../src/index.web.ts';

/** A model that was opened for prediction. */
export interface OpenedModel {
  readonly id: number;
  readonly name: string;
  readonly card: ModelCard;
  readonly warnings: readonly string[];
  /** Fraction of molecules whose value lies within the intervals that it says; undefined: it says none. */
  readonly coverage?: number | undefined;
}

/** What one HTML file that predicts is made of. */
export interface PredictorFileInput {
  /** Bytes of a model.onnx. */
  readonly model: Blob;
  readonly title: string;
  /** What is known of the model, a sentence each. */
  readonly facts: readonly string[];
}

/** A table that was predicted. Its rows stay with the worker: predictedRows asks for those that are shown. */
export interface TablePrediction {
  readonly id: number;
  readonly csv: Blob;
  readonly summary: PredictionSummary;
  /** Names of the columns with predictions. */
  readonly columns: readonly string[];
  /** Rows that can be shown; the file has all of them. */
  readonly kept: number;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Which predicted rows are shown, and in which order. */
export interface RowsQuery {
  /** A target by its position. Default: line. */
  readonly sortBy?: 'line' | 'similarity' | number;
  readonly descending?: boolean;
  /** In any cell of the row, whatever the case. */
  readonly text?: string;
  /** doubtful: with something that speaks against the prediction; refused: without one. */
  readonly show?: RowKind;
  /** Bounds of the value of target `task`, by default the first. */
  readonly least?: number;
  readonly most?: number;
  readonly task?: number;
  /** With percentiles among the built-in medicines, which the model predicts once for that. */
  readonly withMedicines?: boolean;
  readonly from: number;
  readonly count: number;
}

export type RowKind = 'all' | 'predicted' | 'doubtful' | 'refused';

export interface RowsView {
  /** Rows that the query finds. */
  readonly found: number;
  readonly rows: readonly PredictedRow[];
}

export interface PredictedRow {
  readonly line: number;
  readonly smiles: string;
  /** The first cell beside the structure that says something: an identifier or a name. */
  readonly label?: string | undefined;
  readonly prediction: StructurePrediction;
  /** Percentages of others with a lower value, [tasks]; undefined for targets that have no order. */
  readonly percentiles: {
    readonly training?: readonly (number | undefined)[];
    readonly medicines?: readonly (number | undefined)[];
  };
}

/** What the atoms contribute to a prediction, or why that cannot be said. */
export type PastedExplanation =
  | { readonly reason: string }
  | {
      /** What the explanation leaves out of the prediction. */
      readonly warnings: readonly string[];
      readonly targets: readonly {
        /** What is explained: the target, or the log-odds of a class. */
        readonly quantity: string;
        readonly prediction: number;
        readonly baseline: number;
        /** Put it into an <img> (svgUrl). */
        readonly svg: string | undefined;
      }[];
    };
