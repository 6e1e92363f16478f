/**
 * How long a training takes, before it begins:
 *   seconds = epochs * steps * evaluations * (overhead + operations / rate)
 * Operations of a batch are those of the matrix products that no implementation avoids (docs/performance.md, Lower bound). Rate and
 * overhead are those of one machine, so that the page multiplies with what its own browser took before.
 */

export interface TrainingWork {
  readonly epochs: number;
  /** Of the part that is trained on. */
  readonly molecules: number;
  readonly batchSize: number;
  /** Of a typical molecule. */
  readonly atoms: number;
  readonly width: number;
  readonly layers: number;
  /** Gradients a step. */
  readonly evaluations: number;
}

/** Operations a second in a page, one thread: 9.2 GFLOP in 409 ms (docs/performance.md, In a browser). */
const rate = 22e9;
/** Seconds of a step that do not depend on the size of the network: dispatch of operators, collation, the update. */
const overhead = 0.04;
/** Layers' worth of products that readout and head take. */
const readoutLayers = 28;

export function trainingSeconds(work: TrainingWork): number {
  const { epochs, molecules, batchSize, atoms, width, layers, evaluations } = work;
  const perMolecule = 3 * ((8 * layers + readoutLayers) * width ** 2 * atoms + 2 * layers * atoms ** 2 * width);
  const steps = Math.ceil(molecules / batchSize);
  return epochs * evaluations * (steps * overhead + (molecules * perMolecule) / rate);
}
