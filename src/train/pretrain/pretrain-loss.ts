/**
 * The pre-training tasks on a model's embeddings.
 *   contexts: cross-entropy of each atom's (bond's) class, mean over labelled ones; one linear map for each embedding of atoms, two
 *     for each of bonds (logits = W e_forward + W' e_backward)
 *   motifs:   binary cross-entropy of functional groups, mean over all entries; one linear map for each molecule vector
 *   disagreement of two embeddings of the same things: factor * mean squared difference of log-probabilities of contexts, and 1 *
 *     that of probabilities of motifs
 * All terms are added. Source: Rong et al. 2020, arXiv 2007.02835.
 */
import type { Embeddings, RowEmbeddings } from '../../models/index.ts';
import { linear, linearParameters, type ModelParameter, type ParameterTensors } from '../../nn/index.ts';
import {
  add,
  dimProduct,
  divide,
  fill,
  input,
  logSoftmax,
  maximum,
  multiply,
  negate,
  placeRows,
  reshape,
  scalar,
  sigmoid,
  subtract,
  sum,
  type Tensor,
  takeRows,
} from '../../tensor/index.ts';
import { softplus } from '../softplus.ts';

export interface PretrainSizes {
  readonly width: number;
  readonly atomClasses: number;
  readonly bondClasses: number;
  readonly motifs: number;
}

/** How many embeddings of each kind a model has. */
export interface EmbeddingCounts {
  readonly atoms: number;
  readonly bonds: number;
  readonly molecules: number;
}

export function countEmbeddings({ atoms, bonds, molecules }: Embeddings): EmbeddingCounts {
  return { atoms: atoms.states.length, bonds: bonds?.states.length ?? 0, molecules: molecules.length };
}

export function pretrainParameters(sizes: PretrainSizes, counts: EmbeddingCounts): ModelParameter[] {
  const { width, atomClasses, bondClasses, motifs } = sizes;
  const repeat = (count: number, make: (index: number) => ModelParameter[]): ModelParameter[] =>
    Array.from({ length: count }, (_, index) => make(index)).flat();
  return [
    ...repeat(counts.atoms, (index) => linearParameters(`pretrain.atoms.${index}`, width, atomClasses)),
    ...repeat(counts.bonds, (index) =>
      ['forward', 'backward'].flatMap((way) => linearParameters(`pretrain.bonds.${index}.${way}`, width, bondClasses)),
    ),
    ...repeat(counts.molecules, (index) => linearParameters(`pretrain.motifs.${index}`, width, motifs)),
  ];
}

export interface PretrainLossOptions {
  readonly sizes: PretrainSizes;
  readonly parameters: ParameterTensors;
  /** Factor of the contexts' disagreement; undefined in validation, which leaves out both disagreements. */
  readonly disagreement: number | undefined;
}

/** []; adds the inputs that pretrain-objective.ts fills. */
export function pretrainLoss(embeddings: Embeddings, options: PretrainLossOptions): Tensor {
  const { sizes, parameters, disagreement } = options;
  const { atoms: atomRows, bonds: bondRows } = embeddings;
  const selectAtoms = rowSelection('atomRows', 'atoms', atomRows);
  const ofAtoms = atomRows.states.map((states, index) =>
    linear(selectAtoms(states), `pretrain.atoms.${index}`, parameters),
  );
  const ofBonds = bondRows ? bondLogits(bondRows, parameters) : [];
  const ofMolecules = embeddings.molecules.map((vectors, index) =>
    linear(vectors, `pretrain.motifs.${index}`, parameters),
  );
  const atoms = ofAtoms.map(logSoftmax);
  const bonds = ofBonds.map(logSoftmax);
  const motifs = input('motifs', ofMolecules[0]!.type, ['molecules', sizes.motifs]);
  const terms = [
    ...contextLosses(atoms, 'atomTargets'),
    ...contextLosses(bonds, 'bondTargets'),
    ...ofMolecules.map((logits) => mean(subtract(softplus(logits), multiply(logits, motifs)))),
  ];
  if (disagreement !== undefined) {
    const factor = scalar(motifs, disagreement);
    for (const group of [atoms, bonds]) terms.push(...pairs(group).map((apart) => multiply(apart, factor)));
    terms.push(...pairs(ofMolecules.map(sigmoid)));
  }
  return terms.reduce(add);
}

/** W e_forward + W' e_backward of every embedding of bonds, [bonds, classes] each. */
function bondLogits(rows: RowEmbeddings, parameters: ParameterTensors): Tensor[] {
  const forward = rowSelection('forwardRows', 'bonds', rows);
  const backward = rowSelection('backwardRows', 'bonds', rows);
  return rows.states.map((states, index) =>
    add(
      linear(forward(states), `pretrain.bonds.${index}.forward`, parameters),
      linear(backward(states), `pretrain.bonds.${index}.backward`, parameters),
    ),
  );
}

/** Picks the rows of atoms, or of bonds in one direction, molecule by molecule; empty slots are left out. */
function rowSelection(name: string, things: string, { states }: RowEmbeddings): (states: Tensor) => Tensor {
  const index = input(name, 'int32', [things]);
  const place = input(`${name}.place`, 'int32', [states[0]!.shape[0]!]);
  return (each) => placeRows(each, index, place, { everyPlaceFilled: true, everyRowPlaced: false });
}

/** The input of this name: places of the labelled classes in the flat [things, classes] array. */
function contextLosses(logProbabilities: readonly Tensor[], name: string): Tensor[] {
  const targets = input(name, 'int32', [name]);
  return logProbabilities.map((each) => negate(mean(takeRows(reshape(each, [dimProduct(each.shape)]), targets))));
}

/** Mean squared difference of the first and the second, the third and the fourth, and so on. */
function pairs(tensors: readonly Tensor[]): Tensor[] {
  return tensors.flatMap((left, place) => {
    const right = tensors[place + 1];
    if (place % 2 === 1 || !right) return [];
    const apart = subtract(left, right);
    return [mean(multiply(apart, apart))];
  });
}

/** Over all entries; 0 where there are none. */
function mean(tensor: Tensor): Tensor {
  const count = sum(fill(tensor.type, tensor.shape, 1));
  return divide(sum(tensor), maximum(count, scalar(count, 1)));
}

/** The input that says which rows belong to which molecule. */
export function membershipName({ membership }: RowEmbeddings): string {
  return membership.name!;
}
