/** Predictions for a table of any length: chunks of rows go to several predictors at once, results come back in row order. */
import { rowsOfGroup } from '../data/index.ts';
import { chunks, inOrder } from './in-order.ts';
import type { Predictor, Structure, StructurePrediction } from './predictor.ts';
import { joinUnseen, type UnseenSummary } from './unseen-elements.ts';

export interface PredictTableOptions<Row> {
  readonly structureOf: (row: Row) => Structure;
  /** Work at the same time, each on a chunk of its own. */
  readonly predictors: readonly Predictor[];
  /** Takes results in row order; the next ones wait until it is done. */
  readonly write: (rows: readonly Row[], predictions: readonly StructurePrediction[]) => Promise<void> | void;
  /** Characters that a row holds: memory is bounded in these. Default 1. */
  readonly lengthOf?: (row: Row) => number;
  /** Rows that a predictor gets at once. Default rowsOfGroup: enough to fill its batches, and where tables are cut into parts. */
  readonly chunkRows?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((summary: PredictionSummary) => void) | undefined;
}

export interface PredictionSummary {
  readonly rows: number;
  /** Rows that got a reason instead of values. */
  readonly failed: number;
  /** Characters of the rows, as `lengthOf` counts them. */
  readonly characters: number;
  /** Rows with elements that the model was not trained on; undefined: there are none. */
  readonly unseen?: UnseenSummary;
}

/** Chunks a predictor: one that it computes, and one that waits so that it never does. */
const chunksPerPredictor = 2;
/** Characters from which on a chunk is not filled up: rows may hold megabytes. */
const mostCharacters = 1 << 20;

/**
 * Memory does not grow with the table nor with its rows: at most two chunks and two million characters a predictor are held, and one row
 * and one chunk above that. Throws the signal's reason once it is aborted.
 */
export async function predictTable<Row>(
  rows: AsyncIterable<Row>,
  {
    structureOf,
    predictors,
    write,
    lengthOf = () => 1,
    chunkRows = rowsOfGroup,
    signal,
    onProgress,
  }: PredictTableOptions<Row>,
): Promise<PredictionSummary> {
  const waiting = predictors.map(() => 0);
  const predictChunk = async (chunk: readonly Row[]): Promise<[readonly Row[], StructurePrediction[]]> => {
    const leastBusy = waiting.indexOf(Math.min(...waiting));
    waiting[leastBusy]!++;
    try {
      return [chunk, await predictors[leastBusy]!.predict(chunk.map(structureOf))];
    } finally {
      waiting[leastBusy]!--;
    }
  };
  const weigh = (chunk: readonly Row[]): number => chunk.reduce((sum, row) => sum + lengthOf(row), 0);
  const atOnce = chunksPerPredictor * predictors.length;
  let summary: PredictionSummary = { rows: 0, failed: 0, characters: 0 };
  const cut = chunks(rows, { size: chunkRows, weigh: lengthOf, mostWeight: mostCharacters });
  const results = inOrder(cut, predictChunk, { atOnce, weigh, mostWeight: atOnce * mostCharacters });
  for await (const [chunk, predictions] of results) {
    signal?.throwIfAborted();
    await write(chunk, predictions);
    const failed = predictions.filter(({ values }) => values === undefined).length;
    const characters = summary.characters + weigh(chunk);
    const unseen = joinUnseen(
      summary.unseen,
      predictions.map(({ unseenElements }) => unseenElements),
    );
    summary = {
      rows: summary.rows + chunk.length,
      failed: summary.failed + failed,
      characters,
      ...(unseen && { unseen }),
    };
    onProgress?.(summary);
  }
  return summary;
}
