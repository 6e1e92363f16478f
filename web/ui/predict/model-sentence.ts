/** What a model is and what it was trained on, in one sentence; of an ensemble all its networks. */
import { type ModelCard, trainingOf } from '../../engine/protocol.ts';

export function modelSentence(card: ModelCard): string {
  const { networks, data, molecules, optimizers, seeds } = trainingOf(card);
  const targets = card.tasks.join(', ');
  const trained = `trained on ${molecules} molecules of ${data} with ${optimizers}`;
  if (networks === 1) return `${card.model} for ${targets}; ${trained}.`;
  const trees = card.trees ? `, blended with ${card.trees.learners.map(({ name }) => name).join(' and ')}` : '';
  return `The mean of ${networks} networks (${card.model}) for ${targets}${trees}; each ${trained} (${seeds}).`;
}
