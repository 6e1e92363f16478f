/** On what and with what a model was trained, as words; of an ensemble all its networks. */
import type { ModelCard } from './model-card.ts';

export interface ModelTraining {
  readonly networks: number;
  /** For instance `esol.csv`. */
  readonly data: string;
  /** For instance `903`, or `900 to 903` where the networks differ. */
  readonly molecules: string;
  /** Of folds: how many there are, and the molecules of all of them together, of which each network was trained on `molecules`. */
  readonly folds?: { readonly count: number; readonly molecules: number } | undefined;
  readonly optimizers: string;
  /** For instance `seed 3` or `seeds 3, 4`. */
  readonly seeds: string;
  /** For instance `epoch 28` or `epochs 28, 17`. */
  readonly epochs: string;
}

export function trainingOf({ members, training }: Pick<ModelCard, 'members' | 'training'>): ModelTraining {
  // A member that names no data set has that of the card.
  const networks = (members ?? [{}]).map((member) => {
    const { data, molecules, optimizer, seed, bestEpoch } = { ...training, ...member };
    return {
      ...{ seed, bestEpoch, data: data ?? training.data, molecules: molecules ?? training.molecules },
      optimizer: optimizer ?? training.optimizer,
    };
  });
  const sizes = networks.map(({ molecules }) => molecules);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return {
    networks: networks.length,
    data: distinct(networks.map(({ data }) => data)),
    molecules: least === most ? String(least) : `${least} to ${most}`,
    ...(training.folds !== undefined && { folds: { count: training.folds, molecules: training.molecules } }),
    optimizers: distinct(networks.map(({ optimizer }) => optimizer)),
    seeds: numbered('seed', distinct(networks.map(({ seed }) => seed))),
    epochs: numbered('epoch', networks.map(({ bestEpoch }) => bestEpoch).join(', ')),
  };
}

function distinct(values: readonly (string | number)[]): string {
  return [...new Set(values)].join(', ');
}

function numbered(word: string, list: string): string {
  return `${word}${list.includes(',') ? 's' : ''} ${list}`;
}
