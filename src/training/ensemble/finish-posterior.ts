/**
 * A training whose optimizer has learned a distribution of its weights: networks drawn from it are one model file, which says a deviation as an
 * ensemble's does, at the cost of one training. Source: Shen et al. 2024, arXiv 2402.17641, where predictions are averaged over draws, too.
 */
import type { Optimizer } from '../../optim/index.ts';
import { cardMetadata, type FinishedRun } from '../../runs/index.ts';
import type { FinishOptions, TrainedFold } from '../finish-fold.ts';
import type { PreparedSplit } from '../prepare-data.ts';
import type { RunContext } from '../run-context.ts';
import { modelCardOf, runResult } from '../run-facts.ts';
import { drawNetworks } from './draw-networks.ts';
import { finishEnsemble } from './finish-ensemble.ts';

export interface PosteriorFold extends TrainedFold {
  /** As the training left it: the deviation is that of its end, around the weights that were chosen. */
  readonly optimizer: Optimizer;
  readonly samples: number;
}

/** Writes the files and returns the result of the run, whose metrics are those of the drawn networks together. */
export async function finishPosterior(
  context: RunContext,
  prepared: PreparedSplit,
  { session, setup, result, optimizer, samples }: PosteriorFold,
  { files, onEvent }: FinishOptions,
): Promise<FinishedRun> {
  const { config, data } = context;
  const posterior = { mean: result.weights, deviation: optimizer.posteriorDeviation!()! };
  const card = { ...modelCardOf(context, setup, result, prepared.report.algorithm), drawn: true as const };
  const networks = drawNetworks(posterior, samples, config.training.seed).map((weights) =>
    session.exportOnnx(weights, cardMetadata(card)),
  );
  const judged = await finishEnsemble(
    { ...context, data: { ...data, splits: [prepared] } },
    { members: networks.map((_, index) => ({ index, fold: 0, config })), files: networks, destination: files, onEvent },
  );
  const { validation, test, testContext } = judged;
  return runResult(files, { ...result, validation, test }, testContext);
}
