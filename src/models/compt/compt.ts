/**
 * CoMPT: a transformer over the atoms of a molecule whose keys are bonds and whose attention falls with the number of bonds
 * between two atoms, read out by a bidirectional GRU (or by attention). As in the GraphSAM paper's code.
 * Source: Chen et al. 2021, "Learning Attributed Graph Representation with Communicative Message Passing Transformer" (IJCAI).
 *
 * What is done differently without changing a result: atoms lie in packed rows; keys are computed once for each distinct bond
 * vector; and since softmax is blind to what all scores of an atom share, scores are taken relative to the key of "no bond", so
 * that only bonded pairs have one at all, and queries are never formed (scores = h (W_q^T k) + b_q k).
 */
import { activate, addFeatureBranch, bidirectionalGru, linear, normalize, padRows } from '../../nn/index.ts';
import {
  add,
  broadcastTo,
  cast,
  constant,
  dimProduct,
  divide,
  exp,
  gemm,
  greater,
  input,
  matmul,
  mish,
  multiply,
  negate,
  permuteRows,
  reshape,
  scalar,
  scatterAdd,
  segmentMax,
  softmax,
  subtract,
  type Tensor,
  takeRows,
  transpose,
} from '../../tensor/index.ts';
import type { ForwardOptions, ForwardResult } from '../model.ts';
import { attentionReadout } from './attention-readout.ts';
import type { ComptConfig } from './config.ts';
import { type ComptInputs, comptInputs } from './inputs.ts';
import { range } from './parameters.ts';

export function comptForward(config: ComptConfig, _outputs: number, options: ForwardOptions): ForwardResult {
  const inputs = comptInputs(config, options.type);
  const network = new Compt(config, inputs, options);
  const embedded = network.embedAtoms();
  const layers: Tensor[] = [];
  for (const layer of range(config.layers))
    layers.push(network.encoderLayer(layers.at(-1) ?? embedded, `encoder.${layer}`));
  const encoded = network.norm(layers.at(-1)!, 'encoder.norm');
  const { pooled, ...onTheWay } = network.readout(encoded);
  const readout = network.withExtra(pooled);
  const outputs = network.head(readout);
  const named = Object.fromEntries(layers.map((tensor, layer) => [`layer${layer}`, tensor]));
  const embeddings = { atoms: { states: [encoded], membership: inputs.membership }, molecules: [pooled] };
  return {
    branches: [outputs],
    readouts: [readout],
    embeddings,
    ...(network.atomGates && { atomGates: network.atomGates }),
    intermediate: { embedded, ...named, encoded, ...onTheWay, pooled },
  };
}

class Compt {
  readonly config: ComptConfig;
  readonly inputs: ComptInputs;
  readonly options: ForwardOptions;
  /** Embedding of each distinct bond vector, [kinds, width]; row 0 is "no bond". */
  readonly bondKinds: Tensor;
  readonly atomGates: Tensor | undefined;
  /** What every layer's scores start from: 0 inside a molecule, else impossible; [heads * lanes * slots * slots]. */
  readonly emptyScores: Tensor;

  constructor(config: ComptConfig, inputs: ComptInputs, options: ForwardOptions) {
    this.config = config;
    this.inputs = inputs;
    this.options = options;
    this.atomGates = options.withAtomGates ? input('atomGates', options.type, ['lanes*slots', 1]) : undefined;
    this.bondKinds = this.scaleUp(this.dropout(linear(inputs.bondVectors, 'embedding.bond', options.parameters)));
    const { heads } = config;
    const spread = broadcastTo(reshape(inputs.pairBias, [1, 'lanes', 'slots', 'slots']), [
      heads,
      'lanes',
      'slots',
      'slots',
    ]);
    this.emptyScores = reshape(spread, [dimProduct([heads, 'lanes', 'slots', 'slots'])]);
  }

  /** [rows, width] */
  embedAtoms(): Tensor {
    const { atomFeatures, positions } = this.inputs;
    const { parameters } = this.options;
    const features = reshape(atomFeatures, ['lanes*slots', atomFeatures.shape[2]!]);
    // The map is linear: a share of the features is the same share of the state.
    const atoms = this.atomGates ? multiply(features, this.atomGates) : features;
    const byFeatures = this.scaleUp(this.dropout(linear(atoms, 'embedding.atom', parameters)));
    return add(byFeatures, this.dropout(takeRows(parameters.get('embedding.position'), positions)));
  }

  /** One norm module is used three times. [rows, width] to [rows, width] */
  encoderLayer(rows: Tensor, name: string): Tensor {
    const normed = this.dropout(this.norm(rows, `${name}.norm`));
    const attended = this.attention(normed, `${name}.attention`);
    const middle = add(normed, this.dropout(this.norm(attended, `${name}.norm`)));
    const fed = this.feedForward(middle, name);
    return add(add(normed, middle), this.dropout(this.norm(fed, `${name}.norm`)));
  }

  attention(rows: Tensor, name: string): Tensor {
    const { width, heads } = this.config;
    const headWidth = width / heads;
    const values = linear(rows, `${name}.value`, this.options.parameters);
    if (this.options.variant === 'withoutMessagePassing')
      return mish(linear(values, `${name}.output`, this.options.parameters));
    const byHead = transpose(reshape(values, ['lanes', 'slots', heads, headWidth]), [2, 0, 1, 3]);
    const messages = multiply(softmax(this.scores(rows, name)), this.pairStrength(name));
    // Heads and lanes as one batch axis: with two, ONNX Runtime merges the gradient's transposes into a slow one.
    const batch = dimProduct([heads, 'lanes']);
    const weights = reshape(this.dropout(messages), [batch, 'slots', 'slots']);
    const collected = matmul(weights, reshape(byHead, [batch, 'slots', headWidth]));
    const collectedByHead = reshape(collected, [heads, 'lanes', 'slots', headWidth]);
    const joined = reshape(transpose(collectedByHead, [1, 2, 0, 3]), ['lanes*slots', width]);
    return mish(linear(joined, `${name}.output`, this.options.parameters));
  }

  /** q_i . k_ij / sqrt(headWidth), less what all pairs of atom i share. [heads, lanes, slots, slots] */
  scores(rows: Tensor, name: string): Tensor {
    const { width, heads } = this.config;
    const { parameters } = this.options;
    const headWidth = width / heads;
    const keys = linear(this.bondKinds, `${name}.key`, parameters);
    const relative = subtract(keys, takeRows(keys, constant('int32', [1], [0])));
    const scaled = multiply(relative, scalar(relative, 1 / Math.sqrt(headWidth)));
    const keysByHead = transpose(reshape(scaled, ['kinds', heads, headWidth]), [1, 0, 2]);
    const queryWeight = reshape(parameters.get(`${name}.query.weight`), [heads, headWidth, width]);
    const queryBias = reshape(parameters.get(`${name}.query.bias`), [heads, headWidth, 1]);
    const perKind = reshape(matmul(keysByHead, queryWeight), [dimProduct([heads, 'kinds']), width]);
    const shift = reshape(matmul(keysByHead, queryBias), [dimProduct([heads, 'kinds'])]);
    const ofKinds = gemm(rows, perKind, { transposeRight: true, bias: shift });
    const flat = reshape(ofKinds, [dimProduct([heads, 'kinds', 'lanes', 'slots'])]);
    const ofBonds = takeRows(flat, this.inputs.scoreSource);
    const placed = scatterAdd(this.emptyScores, this.inputs.scoreTarget, ofBonds);
    return reshape(placed, [heads, 'lanes', 'slots', 'slots']);
  }

  /** (2 - [i = j]) times the kernel of the distance; 0 between fragments and between molecules. [lanes, slots, slots] */
  pairStrength(name: string): Tensor {
    const { pairWeight, bondsApart } = this.inputs;
    const decay = this.options.parameters.get(`${name}.distanceDecay`);
    const exponent = negate(multiply(bondsApart, decay));
    if (this.config.distanceKernel === 'exp') return multiply(exp(exponent), pairWeight);
    const isPair = cast(greater(pairWeight, scalar(pairWeight, 0)), pairWeight.type);
    const excluded = multiply(subtract(isPair, scalar(isPair, 1)), scalar(isPair, 1e9));
    return multiply(softmax(add(exponent, excluded)), pairWeight);
  }

  feedForward(rows: Tensor, name: string): Tensor {
    const { feedForwardLayers, activation, leakySlope } = this.config;
    let result = rows;
    for (const map of range(feedForwardLayers)) {
      const isLast = map === feedForwardLayers - 1;
      const mapped = linear(result, `${name}.feedForward.${map}`, this.options.parameters);
      result = this.dropout(isLast ? activate(mapped, activation, leakySlope) : mish(mapped));
    }
    return result;
  }

  /** [rows, width] to [molecules, width] */
  readout(encoded: Tensor): { pooled: Tensor; initial?: Tensor } {
    if (this.config.readout === 'gru') return this.gruReadout(encoded);
    return { pooled: attentionReadout(encoded, this.inputs, this.config, this.options.parameters) };
  }

  /** Bidirectional GRU over the atoms of each molecule, mean over its states. */
  gruReadout(encoded: Tensor): { initial: Tensor; pooled: Tensor } {
    const { memberRows, atomCounts, startMolecule, startSlot, padded } = this.inputs;
    const { parameters } = this.options;
    const membership = (padded ?? this.inputs).membership;
    const rows = padded ? padRows(encoded, padded) : encoded;
    const initial = segmentMax(mish(add(rows, parameters.get('readout.initialBias'))), memberRows, membership);
    const atStart = permuteRows(initial, startMolecule, startSlot, { everyTargetFilled: false, everyRowUsed: true });
    const { slotSource, slotOfRow, keep } = this.inputs;
    const layout = { slotSource, slotOfRow, keep, initial: atStart, padding: padded };
    const states = bidirectionalGru(encoded, layout, 'readout.gru', parameters);
    const perRow = mish(linear(states, 'readout.output', parameters));
    return { initial, pooled: divide(gemm(membership, perRow), atomCounts) };
  }

  /** The read-out with what the numbers of the whole molecule add to it. [molecules, width] to [molecules, width] */
  withExtra(pooled: Tensor): Tensor {
    const { extra } = this.inputs;
    const { parameters, dropout } = this.options;
    const options = { name: 'head.features', parameters, dropout, rate: this.config.extraDropout };
    return extra ? addFeatureBranch(pooled, extra, options) : pooled;
  }

  /** [molecules, width] to [molecules, outputs] */
  head(pooled: Tensor): Tensor {
    const { headLayers } = this.config;
    let result = pooled;
    for (const layer of range(headLayers - 1)) {
      const mapped = mish(linear(result, `head.${layer}`, this.options.parameters));
      result = this.dropout(this.norm(mapped, `head.${layer}.norm`));
    }
    return linear(result, `head.${headLayers - 1}`, this.options.parameters);
  }

  norm(rows: Tensor, name: string): Tensor {
    return normalize(rows, name, this.config.norm, this.options.parameters);
  }

  dropout(tensor: Tensor): Tensor {
    return this.options.dropout.apply(tensor);
  }

  scaleUp(tensor: Tensor): Tensor {
    return multiply(tensor, scalar(tensor, Math.sqrt(this.config.width)));
  }
}
