/** What the file of an ensemble says of itself. */
import { type ModelCard, modelCardFormat } from '../../runs/index.ts';
import type { Member } from './members.ts';

/** The card of the first member, with what it cannot say of the others. */
export function ensembleCard(
  cards: readonly ModelCard[],
  members: readonly Member[],
  trainedOn: { readonly folds: number; readonly molecules: number },
): ModelCard {
  const [first] = cards as [ModelCard];
  const { standardization, elements: _elements, ...common } = first;
  const known = cards.every(({ elements }) => elements);
  const elements = new Set(cards.flatMap((card) => card.elements ?? []));
  const isOneSplit = members.every(({ fold }) => fold === 0);
  return {
    ...common,
    format: modelCardFormat,
    ...(known && { elements: [...elements].sort((left, right) => left - right) }),
    // Each fold has its own.
    ...(isOneSplit && standardization && { standardization }),
    ...(trainedOn.folds > 1 && { training: { ...first.training, ...trainedOn } }),
    members: cards.map(({ training: { seed, bestEpoch, molecules }, standardization: own }, index) => ({
      ...{ seed, bestEpoch, fold: members[index]!.fold },
      ...(trainedOn.folds > 1 && { molecules }),
      ...(!isOneSplit && own && { standardization: own }),
    })),
  };
}
