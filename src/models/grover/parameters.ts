/** GROVER's parameters, in the order of the network. Only those that take part in a prediction exist. */

import {
  featureBranchParameters,
  type Initializer,
  linearParameters,
  type ModelParameter,
  normParameters,
} from '../../nn/index.ts';
import type { GroverConfig } from './config.ts';
import { groverAtomWidth, groverBondWidth } from './features.ts';

export const views = ['atoms', 'bonds'] as const;
export type ViewName = (typeof views)[number];

/** Features of a row: of an atom, or of a bond's source and of the bond. */
export const featureWidths = {
  atoms: groverAtomWidth,
  bonds: groverAtomWidth + groverBondWidth,
} as const satisfies Record<ViewName, number>;

/** Kinds of experts of each head, in the order in which they lie in the layout. */
export const expertKinds = ['query', 'key', 'value'] as const;

/** The two branches: an embedding of the atoms from the states of each view, and a head on each. */
export const branchNames = { atoms: 'atomsFromAtoms', bonds: 'atomsFromBonds' } as const satisfies Record<
  ViewName,
  string
>;

/** Embeddings of the bonds from the states of each view, which pre-training reads. */
export const bondEmbeddingNames = { atoms: 'bondsFromAtoms', bonds: 'bondsFromBonds' } as const satisfies Record<
  ViewName,
  string
>;

/** Width inside the feed-forward nets, in widths. */
const widening = 4;
const initialSlope = 0.25;

/** Names of one parameter of every expert of a block, all queries, then all keys, then all values. */
export function expertNames(block: string, part: 'weight' | 'bias' | 'slope', heads: number): string[] {
  return expertKinds.flatMap((kind) => range(heads).map((head) => `${block}.${kind}.${head}.${part}`));
}

export function groverParameters(config: GroverConfig, outputs: number): ModelParameter[] {
  const make = new Parameters(config);
  const { width, readout, attentionWidth, attentionMeans, bondEmbeddings } = config;
  const attention = [
    ...make.matrix('readout.hidden', width, attentionWidth),
    ...make.matrix('readout.output', attentionWidth, attentionMeans),
  ];
  return [
    ...views.flatMap((view) => range(config.blocks).flatMap((block) => make.block(view, block))),
    ...views.flatMap((view) => make.embedding(branchNames[view], featureWidths.atoms)),
    ...(bondEmbeddings ? views.flatMap((view) => make.embedding(bondEmbeddingNames[view], featureWidths.bonds)) : []),
    ...(readout === 'selfAttention' ? attention : []),
    ...views.flatMap((view) => make.head(`head.${branchNames[view]}`, outputs)),
    ...make.extra(),
  ];
}

class Parameters {
  readonly config: GroverConfig;

  constructor(config: GroverConfig) {
    this.config = config;
  }

  block(view: ViewName, block: number): ModelParameter[] {
    const { width, heads } = this.config;
    const name = `${view}.${block}`;
    const inputs = featureWidths[view];
    const experts = (part: 'weight' | 'bias' | 'slope'): string[] => expertNames(name, part, heads);
    return [
      ...(block === 0
        ? [
            ...this.switched(`${name}.input`, inputs, width),
            ...this.slope(`${name}.input`),
            ...this.norm(`${name}.input`),
          ]
        : []),
      ...experts('weight').map((each) => this.one(each, [width, width])),
      ...(this.config.biases ? experts('bias').map((each) => this.one(each, [width])) : []),
      ...(this.config.activation === 'prelu' ? experts('slope').map((each) => this.one(each, [1])) : []),
      ...this.map(`${name}.attention.query`, width, width),
      // A bias of the keys would shift all scores of a row alike and change nothing.
      ...this.matrix(`${name}.attention.key`, width, width),
      ...this.map(`${name}.attention.value`, width, width),
      ...this.switched(`${name}.attention.output`, width, width),
      ...this.switched(`${name}.output`, heads * width, width),
      ...this.norm(name),
    ];
  }

  /** F and its norm. */
  embedding(name: string, features: number): ModelParameter[] {
    const { width } = this.config;
    return [
      ...this.map(`${name}.hidden`, features + width, widening * width),
      ...this.slope(`${name}.hidden`),
      ...this.map(`${name}.output`, widening * width, width),
      ...this.norm(name),
    ];
  }

  head(name: string, outputs: number): ModelParameter[] {
    const { extraFeatures, extraReadout, headLayers, headWidth } = this.config;
    const pooled = this.pooledWidth() + (extraReadout === 'concatenated' ? extraFeatures : 0);
    return range(headLayers).flatMap((layer) => [
      ...this.map(`${name}.${layer}`, layer === 0 ? pooled : headWidth, layer === headLayers - 1 ? outputs : headWidth),
      // The hidden layers share one slope.
      ...(layer === 0 && headLayers > 1 ? this.slope(name) : []),
    ]);
  }

  /** Numbers of the whole molecule behind a gate, the same for both branches. */
  extra(): ModelParameter[] {
    const { extraFeatures: features, extraReadout, extraWidth: hidden } = this.config;
    if (features === 0 || extraReadout === 'concatenated') return [];
    return featureBranchParameters('head.features', { features, hidden, width: this.pooledWidth() });
  }

  pooledWidth(): number {
    const { width, readout, attentionMeans } = this.config;
    return readout === 'mean' ? width : attentionMeans * width;
  }

  map(name: string, inputs: number, outputs: number): ModelParameter[] {
    return linearParameters(name, inputs, outputs, { matrix, bias: zero });
  }

  matrix(name: string, inputs: number, outputs: number): ModelParameter[] {
    return linearParameters(name, inputs, outputs, { matrix, bias: 'none' });
  }

  /** A map whose bias is there only if the configuration says so. */
  switched(name: string, inputs: number, outputs: number): ModelParameter[] {
    return this.config.biases ? this.map(name, inputs, outputs) : this.matrix(name, inputs, outputs);
  }

  slope(name: string): ModelParameter[] {
    return this.config.activation === 'prelu' ? [this.one(`${name}.slope`, [1])] : [];
  }

  norm(name: string): ModelParameter[] {
    const isDead = this.config.initialization === 'reference';
    return normParameters(`${name}.norm`, 'rootLayerNorm', this.config.width).map((parameter) =>
      isDead ? { ...parameter, initial: zero } : parameter,
    );
  }

  /** A parameter of an expert, or a slope. */
  one(name: string, shape: readonly number[]): ModelParameter {
    if (shape.length === 2) return { name, shape, role: 'weight', initial: matrix };
    if (name.endsWith('.bias')) return { name, shape, role: 'bias', initial: zero };
    const value = this.config.initialization === 'reference' ? 0 : initialSlope;
    return { name, shape, role: 'scalar', initial: { kind: 'constant', value } };
  }
}

const matrix: Initializer = { kind: 'xavierNormal' };
const zero: Initializer = { kind: 'constant', value: 0 };

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
