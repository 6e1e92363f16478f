/**
 * The pre-training tasks on a model's embeddings.
 *   contexts: cross-entropy of each atom's (bond's) class, mean over labeled ones; one linear map for each embedding of atoms, two
 *     for each of bonds (logits = W e_forward + W' e_backward)
 *   motifs:   binary cross-entropy of functional groups, mean over all entries; one linear map for each molecule vector
 *   descriptors: squared error, mean over those that are drawn; bits of a fingerprint: binary cross-entropy, mean over all; one linear map
 *     each for each molecule vector (molecule-targets.ts)
 *   disagreement of two embeddings of the same things: factor * mean squared difference of log-probabilities of contexts, and 1 *
 *     that of probabilities of motifs
 * All terms are added. Source: Rong et al. 2020, arXiv 2007.02835.
 */
import type { Embeddings, RowEmbeddings } from '../models/index.ts';
import { linear, linearParameters, type ModelParameter, type ParameterTensors, softplus } from '../nn/index.ts';
import {
  add,
  dimProduct,
  gemm,
  input,
  logSoftmax,
  multiply,
  negate,
  permuteRows,
  reshape,
  scalar,
  sigmoid,
  subtract,
  sum,
  type Tensor,
  takeRows,
} from '../tensor/index.ts';

export interface PretrainSizes {
  readonly width: number;
  readonly atomClasses: number;
  readonly bondClasses: number;
  readonly motifs: number;
  /** 0: no task. */
  readonly descriptors: number;
  readonly bits: number;
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
  const { width, atomClasses, bondClasses, motifs, descriptors, bits } = sizes;
  const repeat = (count: number, make: (index: number) => ModelParameter[]): ModelParameter[] =>
    Array.from({ length: count }, (_, index) => make(index)).flat();
  return [
    ...repeat(counts.atoms, (index) => linearParameters(`pretrain.atoms.${index}`, width, atomClasses)),
    ...repeat(counts.bonds, (index) =>
      ['forward', 'backward'].flatMap((way) => linearParameters(`pretrain.bonds.${index}.${way}`, width, bondClasses)),
    ),
    ...repeat(counts.molecules, (index) => linearParameters(`pretrain.motifs.${index}`, width, motifs)),
    ...(descriptors > 0
      ? repeat(counts.molecules, (index) => linearParameters(`pretrain.descriptors.${index}`, width, descriptors))
      : []),
    ...(bits > 0 ? repeat(counts.molecules, (index) => linearParameters(`pretrain.bits.${index}`, width, bits)) : []),
  ];
}

export interface PretrainLossOptions {
  readonly sizes: PretrainSizes;
  readonly parameters: ParameterTensors;
  /** `batch`: one loss of the whole batch; `each`: one of every molecule. */
  readonly of: LossScope;
}

export type LossScope = 'batch' | 'each';

/** What the network says, and how wrong it is. Losses are [1], or [molecules] for the loss of each. */
export interface PretrainTerms {
  readonly atoms: Tensor;
  /** undefined without embeddings of bonds. */
  readonly bonds: Tensor | undefined;
  readonly motifs: Tensor;
  /** undefined where they are no task. */
  readonly descriptors: Tensor | undefined;
  readonly bits: Tensor | undefined;
  /** Of embeddings of the same things, of which there may be one only. */
  readonly contextDisagreement: Tensor | undefined;
  readonly motifDisagreement: Tensor | undefined;
  /** Of the contexts, summed over the embeddings, in the molecules' own order, [atoms, classes] and [bonds, classes]. */
  readonly atomLogProbabilities: Tensor;
  readonly bondLogProbabilities: Tensor | undefined;
  /** Of each vector of the molecules, [molecules, motifs]. */
  readonly motifLogits: readonly Tensor[];
}

/** Adds the inputs that pretrain-feeds.ts fills. */
export function pretrainTerms(embeddings: Embeddings, { sizes, parameters, of }: PretrainLossOptions): PretrainTerms {
  const { atoms: atomRows, bonds: bondRows } = embeddings;
  const average = averages(of, atomRows.states[0]!);
  const atomTargets = labelInput('atomTargets');
  const bondTargets = labelInput('bondTargets');
  const selectAtoms = rowSelection('atomRows', 'atoms', atomRows);
  const ofAtoms = atomRows.states.map((states, index) =>
    logSoftmax(linear(selectAtoms(states), `pretrain.atoms.${index}`, parameters)),
  );
  const ofBonds = (bondRows ? bondLogits(bondRows, parameters) : []).map(logSoftmax);
  const motifLogits = embeddings.molecules.map((vectors, index) =>
    linear(vectors, `pretrain.motifs.${index}`, parameters),
  );
  const motifs = input('motifs', motifLogits[0]!.type, ['molecules', sizes.motifs]);
  const motifLosses = motifLogits.map((logits) => subtract(softplus(logits), multiply(logits, motifs)));
  const ofMolecules = moleculeLosses(embeddings.molecules, sizes, parameters);
  const contexts = [
    ...pairs(ofAtoms).map((apart) => average('atoms', meanOfColumns(apart))),
    ...pairs(ofBonds).map((apart) => average('bonds', meanOfColumns(apart))),
  ];
  const ofMotifs = pairs(motifLogits.map(sigmoid)).map((apart) => average('molecules', meanOfColumns(apart)));
  return {
    atoms: added(ofAtoms.map((each) => average('atomTargets', errors(each, atomTargets))))!,
    bonds: added(ofBonds.map((each) => average('bondTargets', errors(each, bondTargets)))),
    motifs: added(motifLosses.map((each) => average('molecules', meanOfColumns(each))))!,
    descriptors: added(ofMolecules.descriptors.map((each) => average('molecules', each))),
    bits: added(ofMolecules.bits.map((each) => average('molecules', each))),
    contextDisagreement: added(contexts),
    motifDisagreement: added(ofMotifs),
    atomLogProbabilities: added(ofAtoms)!,
    bondLogProbabilities: added(ofBonds),
    motifLogits,
  };
}

/** The sum of all terms, the contexts' disagreement times `factor`; [1], or [molecules]. */
export function trainingLoss(terms: PretrainTerms, factor: number): Tensor {
  const { atoms, bonds, motifs, descriptors, bits, contextDisagreement: apart, motifDisagreement } = terms;
  const weighted = apart && multiply(apart, scalar(apart, factor));
  const all = [atoms, bonds, motifs, descriptors, bits, weighted, motifDisagreement];
  return added(all.filter((term) => term !== undefined))!;
}

/** Of each molecule, [molecules, 1], an entry a vector of the molecules. */
function moleculeLosses(
  vectors: readonly Tensor[],
  { descriptors, bits }: PretrainSizes,
  parameters: ParameterTensors,
): { readonly descriptors: Tensor[]; readonly bits: Tensor[] } {
  const given = (name: string, width: number): Tensor => input(name, vectors[0]!.type, ['molecules', width]);
  const mapped = (name: string): Tensor[] =>
    vectors.map((each, index) => linear(each, `pretrain.${name}.${index}`, parameters));
  const ofDescriptors = (): Tensor[] => {
    const [values, weights] = [given('descriptors', descriptors), given('descriptorWeights', descriptors)];
    return mapped('descriptors').map((predicted) => {
      const apart = subtract(predicted, values);
      return reshape(sum(multiply(multiply(apart, apart), weights), [1]), ['molecules', 1]);
    });
  };
  const ofBits = (): Tensor[] => {
    const set = given('bits', bits);
    return mapped('bits').map((logits) => meanOfColumns(subtract(softplus(logits), multiply(logits, set))));
  };
  return { descriptors: descriptors > 0 ? ofDescriptors() : [], bits: bits > 0 ? ofBits() : [] };
}

/** Share of each item in the average of its group, [groups, items]: fed, so that one computation serves any choice of molecules. */
export function shareName(items: string, of: LossScope): string {
  return of === 'batch' ? `${items}.share` : `${items}.shareOfEach`;
}

/** From a value of each item, [items, 1], to the average over the batch, [1], or over each molecule, [molecules]. */
function averages(of: LossScope, { type }: Tensor): (items: string, values: Tensor) => Tensor {
  const groups = of === 'batch' ? 1 : 'molecules';
  const shares = new Map<string, Tensor>();
  return (items, values) => {
    const share = shares.get(items) ?? input(shareName(items, of), type, [groups, items]);
    shares.set(items, share);
    return reshape(gemm(share, values), [groups]);
  };
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
  const position = input(`${name}.position`, 'int32', [states[0]!.shape[0]!]);
  return (each) => permuteRows(each, index, position, { everyTargetFilled: true, everyRowUsed: false });
}

/** Positions of the labeled classes in a flat [things, classes] array, [labels]. */
function labelInput(name: string): Tensor {
  return input(name, 'int32', [name]);
}

/** -log p of each labeled class, [labels, 1]. */
function errors(logProbabilities: Tensor, targets: Tensor): Tensor {
  const flat = reshape(logProbabilities, [dimProduct(logProbabilities.shape)]);
  return negate(reshape(takeRows(flat, targets), [targets.shape[0]!, 1]));
}

/** Squared difference of the first and the second, the third and the fourth, and so on. */
function pairs(tensors: readonly Tensor[]): Tensor[] {
  return tensors.flatMap((left, index) => {
    const right = tensors[index + 1];
    if (index % 2 === 1 || !right) return [];
    const apart = subtract(left, right);
    return [multiply(apart, apart)];
  });
}

/** [rows, columns] to [rows, 1] */
function meanOfColumns(tensor: Tensor): Tensor {
  const [rows, columns] = tensor.shape as [string, number];
  return multiply(reshape(sum(tensor, [1]), [rows, 1]), scalar(tensor, 1 / columns));
}

function added(tensors: readonly Tensor[]): Tensor | undefined {
  return tensors.length === 0 ? undefined : tensors.reduce(add);
}

/** The input that says which rows belong to which molecule. */
export function membershipName({ membership }: RowEmbeddings): string {
  return membership.name!;
}
