/**
 * GROVER: two stacks of blocks, one on the atoms and one on the directed bonds of a molecule, in which independent experts pass
 * messages and attention mixes, inside each row, what they found; two embeddings of the atoms, one from each stack; one readout
 * for both; a head on each. As in the GraphSAM authors' code for property prediction.
 * Source: Rong et al. 2020, "Self-Supervised Graph Transformer on Large-Scale Molecular Data", arXiv 2007.02835.
 *
 * What is done differently without changing a result stands in README.md beside this file.
 */

import { addFeatureBranch, linear, normalize, segmentMean } from '../../nn/index.ts';
import {
  add,
  concat,
  constant,
  fill,
  gemm,
  input,
  matmul,
  multiply,
  permuteRows,
  reshape,
  scalar,
  segmentSum,
  softmax,
  split,
  spreadSegments,
  subtract,
  swapLastAxes,
  type Tensor,
  takeRows,
  tanh,
} from '../../tensor/index.ts';
import type { Embeddings, ForwardOptions, ForwardResult } from '../model.ts';
import { activation } from './activation.ts';
import type { GroverConfig } from './config.ts';
import { encodeView } from './encoder.ts';
import { gatedRows } from './gated-rows.ts';
import { type GroverInputs, groverInputs } from './inputs.ts';
import { bondEmbeddingNames, branchNames, featureWidths, range, type ViewName, views } from './parameters.ts';

export function groverForward(config: GroverConfig, _outputs: number, options: ForwardOptions): ForwardResult {
  const inputs = groverInputs(config, options.type);
  const network = new Grover(config, inputs, options);
  const encoding = { config, ...options, distinctOnly: options.variant === 'withoutMessagePassing' };
  const atoms = encodeView('atoms', inputs.atoms, { ...encoding, gates: network.atomGates });
  const bonds = encodeView('bonds', inputs.bonds, { ...encoding, gates: network.gatesOfBonds() });
  const aggregated = {
    [branchNames.atoms]: network.sumOverNeighbors(atoms.states),
    [branchNames.bonds]: network.sumOverIncoming(bonds.states),
  };
  const embedded = views.map((view) => network.embed('atoms', aggregated[branchNames[view]]!, branchNames[view]));
  const pooled = embedded.map((each) => network.readout(each));
  const named = Object.fromEntries(
    views.flatMap((view, branch) => [
      [`aggregated.${branchNames[view]}`, aggregated[branchNames[view]]!],
      [`embedded.${branchNames[view]}`, embedded[branch]!],
      [`pooled.${branchNames[view]}`, pooled[branch]!],
    ]),
  );
  const ofBonds = config.bondEmbeddings ? network.bondEmbeddings(atoms.states, bonds.states) : {};
  const embeddings = network.embeddings(
    embedded,
    views.flatMap((view) => ofBonds[`embedded.${bondEmbeddingNames[view]}`] ?? []),
  );
  return {
    branches: views.map((view, branch) => network.head(pooled[branch]!, `head.${branchNames[view]}`)),
    readouts: pooled,
    disagreement: config.disagreement,
    ...(embeddings && { embeddings }),
    ...(network.atomGates && { atomGates: network.atomGates }),
    intermediate: { ...atoms.intermediate, ...bonds.intermediate, ...named, ...ofBonds },
  };
}

class Grover {
  readonly config: GroverConfig;
  readonly inputs: GroverInputs;
  readonly options: ForwardOptions;
  readonly atomGates: Tensor | undefined;

  constructor(config: GroverConfig, inputs: GroverInputs, options: ForwardOptions) {
    this.config = config;
    this.inputs = inputs;
    this.options = options;
    this.atomGates = options.withAtomGates ? input('atomGates', options.type, [inputs.atoms.rows, 1]) : undefined;
  }

  /** The gate of each bond's source, whose features the bond's have in front. [bond rows, 1] */
  gatesOfBonds(): Tensor | undefined {
    const { incoming, target, reverse } = this.inputs;
    const { atomGates } = this;
    return atomGates && permuteRows(spreadSegments(atomGates, target, incoming), reverse, reverse);
  }

  /** The states of each atom's neighbors; where atoms do not mix, its own. [atom rows, width] */
  sumOverNeighbors(states: Tensor): Tensor {
    const { kind, sums, rows } = this.inputs.atoms;
    if (this.options.variant === 'withoutMessagePassing') return takeRows(states, kind);
    const [lanes, slots] = sums.shape as [string, string];
    const { width } = this.config;
    return reshape(matmul(sums, reshape(states, [lanes, slots, width])), [rows, width]);
  }

  /**
   * The states of the bonds that come into each atom; where atoms do not mix, of those that leave it, which know of no other
   * atom. [atom rows, width]
   */
  sumOverIncoming(states: Tensor): Tensor {
    const { incoming, target, reverse, missing, bonds } = this.inputs;
    if (this.options.variant === 'withoutMessagePassing') {
      const leaving = permuteRows(takeRows(states, bonds.kind), reverse, reverse);
      return segmentSum(leaving, incoming, target);
    }
    const sum = segmentSum(states, incoming, target);
    if (!missing) return sum;
    const padding = takeRows(states, constant('int32', [1], [0]));
    return add(sum, multiply(missing, padding));
  }

  /** dropout(LN(F([f ; aggregated]))), F(u) = W_2 dropout(act(W_1 u + b_1)) + b_2. [rows of the view, width] */
  embed(view: ViewName, aggregated: Tensor, name: string): Tensor {
    const { parameters, dropout } = this.options;
    const gates = view === 'atoms' ? this.atomGates : this.gatesOfBonds();
    const { features, kind } = this.inputs[view];
    const weight = parameters.get(`${name}.hidden.weight`);
    const [ofFeatures, ofStates] = split(weight, 1, [featureWidths[view], this.config.width]) as [Tensor, Tensor];
    // The features' share is the same for equal rows.
    const share = gemm(features, ofFeatures, { transposeRight: true, bias: parameters.get(`${name}.hidden.bias`) });
    const mapped = add(gemm(aggregated, ofStates, { transposeRight: true }), gatedRows(share, kind, gates));
    const hidden = dropout.apply(activation(mapped, this.config, parameters, `${name}.hidden.slope`));
    const output = linear(hidden, `${name}.output`, parameters);
    return dropout.apply(normalize(output, `${name}.norm`, 'rootLayerNorm', parameters));
  }

  /**
   * Bonds from both views. From the atoms: X_source + S(X)_source - X_target; from the bonds: their sum over the bonds that come into
   * the source, without the reverse. For pre-training.
   */
  bondEmbeddings(atoms: Tensor, bonds: Tensor): Record<string, Tensor> {
    const fromAtoms = this.aroundSource(atoms);
    const fromBonds = this.sumBeforeBonds(bonds);
    const { atoms: ofAtoms, bonds: ofBonds } = bondEmbeddingNames;
    return {
      [`aggregated.${ofAtoms}`]: fromAtoms,
      [`aggregated.${ofBonds}`]: fromBonds,
      [`embedded.${ofAtoms}`]: this.embed('bonds', fromAtoms, ofAtoms),
      [`embedded.${ofBonds}`]: this.embed('bonds', fromBonds, ofBonds),
    };
  }

  /**
   * The states of each bond's source and of the atoms around it, its target left out; where atoms do not mix, the source's.
   * [bond rows, width]
   */
  aroundSource(atoms: Tensor): Tensor {
    const { incoming, target, reverse } = this.inputs;
    const atTarget = (states: Tensor): Tensor => spreadSegments(states, target, incoming);
    const atSource = (states: Tensor): Tensor => permuteRows(atTarget(states), reverse, reverse);
    if (this.options.variant === 'withoutMessagePassing') return atSource(takeRows(atoms, this.inputs.atoms.kind));
    return subtract(atSource(add(atoms, this.sumOverNeighbors(atoms))), atTarget(atoms));
  }

  /**
   * The states of the bonds that come into each bond's source, its reverse left out; where atoms do not mix, its own.
   * [bond rows, width]
   */
  sumBeforeBonds(bonds: Tensor): Tensor {
    const { kind, sums, rows } = this.inputs.bonds;
    if (this.options.variant === 'withoutMessagePassing') return takeRows(bonds, kind);
    const [lanes, slots] = sums.shape as [string, string];
    const { width } = this.config;
    return reshape(matmul(sums, reshape(bonds, [lanes, slots, width])), [rows, width]);
  }

  /** What pre-training reads: both views' embeddings of atoms and of bonds, and the mean of each over the molecule. */
  embeddings(ofAtoms: readonly Tensor[], ofBonds: readonly Tensor[]): Embeddings | undefined {
    const { membership, atomCounts, bondMembership, bondCounts } = this.inputs;
    if (!bondMembership || !bondCounts) return undefined;
    return {
      atoms: { states: ofAtoms, membership },
      bonds: { states: ofBonds, membership: bondMembership },
      molecules: [
        ...ofAtoms.map((each) => segmentMean(membership, each, atomCounts)),
        ...ofBonds.map((each) => segmentMean(bondMembership, each, bondCounts)),
      ],
    };
  }

  /** [atom rows, width] to [molecules, width], or [molecules, means * width] for the self-attentive readout. */
  readout(embedded: Tensor): Tensor {
    const { membership, atomCounts, extra } = this.inputs;
    const pooled =
      this.config.readout === 'mean' ? segmentMean(membership, embedded, atomCounts) : this.weightedMeans(embedded);
    if (!extra) return pooled;
    const { extraReadout, extraDropout: rate } = this.config;
    if (extraReadout === 'concatenated') return concat([pooled, extra], 1);
    const { parameters, dropout } = this.options;
    return addFeatureBranch(pooled, extra, { name: 'head.features', parameters, dropout, rate });
  }

  /** Rows of P X after each other, P = softmax over atoms of R_2 tanh(R_1 X^T). */
  weightedMeans(embedded: Tensor): Tensor {
    const { members, memberPlace } = this.inputs;
    const { width, attentionMeans } = this.config;
    const { parameters } = this.options;
    const scores = linear(tanh(linear(embedded, 'readout.hidden', parameters)), 'readout.output', parameters);
    const gathered = { everyTargetFilled: false, everyRowUsed: false };
    const ones = fill(embedded.type, [embedded.shape[0]!, 1], 1);
    const isAtom = permuteRows(ones, members, memberPlace, gathered);
    const excluded = multiply(subtract(isAtom, scalar(isAtom, 1)), scalar(isAtom, 1e9));
    const placed = add(permuteRows(scores, members, memberPlace, gathered), excluded);
    const shares = softmax(swapLastAxes(placed));
    const means = matmul(shares, permuteRows(embedded, members, memberPlace, gathered));
    return reshape(means, ['molecules', attentionMeans * width]);
  }

  /** [molecules, pooled] to [molecules, outputs] */
  head(pooled: Tensor, name: string): Tensor {
    const { headLayers } = this.config;
    const { parameters, dropout } = this.options;
    let result = pooled;
    for (const layer of range(headLayers)) {
      result = linear(dropout.apply(result), `${name}.${layer}`, parameters);
      if (layer < headLayers - 1) result = activation(result, this.config, parameters, `${name}.slope`);
    }
    return result;
  }
}
