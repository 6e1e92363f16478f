/** A configuration as a plan leaves it. */
import { isRecipePatience, parseTrainConfig, type TrainConfig } from '../../runs/index.ts';
import type { Plan } from './plan.ts';

/**
 * Fewer networks and epochs; a schedule whose warm-up would not fit any more warms up for half of them. Epochs that were made fewer are all
 * trained, unless early stopping was asked for.
 */
export function withPlan(config: TrainConfig, { networks, epochs }: Plan): TrainConfig {
  const { training, schedule } = config;
  const warmup = 'warmupEpochs' in schedule ? schedule.warmupEpochs : undefined;
  const isLong = typeof warmup === 'number' && epochs < training.epochs && warmup > epochs / 2;
  const frozen = Math.floor(((training.freezeEpochs ?? 0) * epochs) / training.epochs);
  const fewer = {
    ...training,
    epochs,
    ...(networks > 1 && { ensembleSize: networks }),
    // For the same share of the training.
    freezeEpochs: frozen > 0 ? frozen : undefined,
    ...(epochs < training.epochs && isRecipePatience(config) && { patience: undefined }),
  };
  const changed = {
    ...config,
    training: fewer,
    ...(isLong && { schedule: { ...schedule, warmupEpochs: epochs / 2 } }),
  };
  return parseTrainConfig(changed, 'plan');
}
