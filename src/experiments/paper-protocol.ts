/**
 * The training plan of the GraphSAM authors' scripts, for comparing with their tables: batches of 32, each epoch's
 * incomplete last batch dropped, the readout run through empty rows, up to 150 epochs, ended by 21 in a row without improvement;
 * and two schedules: plain Adam under that of "Attention is all you need" with a warm-up of 30 epochs, everything else under linear warm-up and
 * exponential decay, both laid out for 30 epochs. It therefore compares optimizers under different learning rates; `same` does not.
 *
 * Not followed: their validation and test drop the last incomplete batch too; here every molecule is scored. Not set: the gradients that
 * they multiply by the loss (`variant: authors` of an optimizer) and the order of the atoms, which they read as written.
 */
import type { TrainConfigInput } from '../runs/index.ts';

const scheduledEpochs = 30;

/** Factor of plain Adam's schedule in the authors' scripts, by data set; for another table esol's. */
const adamFactors: Readonly<Record<string, number>> = {
  esol: 0.1,
  lipophilicity: 0.15,
  bbbp: 0.2,
  tox21: 0.1,
  sider: 0.2,
  clintox: 0.15,
  bace: 0.1,
};

/** What the protocol sets; whatever the grid says itself goes over it. */
export function paperProtocol({ data, model, optimizer }: TrainConfigInput): TrainConfigInput {
  const factor = adamFactors[data?.dataset ?? 'esol'] ?? adamFactors.esol;
  const padding = model?.name === 'grover' ? { padding: 'reference' } : { readoutPadding: 'maxAtoms' };
  return {
    model: { preset: 'authors', settings: padding },
    schedule:
      optimizer?.name === 'adam'
        ? { name: 'inverse-sqrt', factor, warmupEpochs: scheduledEpochs }
        : { name: 'warmup-exponential', warmupEpochs: 2, totalEpochs: scheduledEpochs },
    training: { epochs: 150, batchSize: 32, dropLast: true, patience: 21 },
  };
}
