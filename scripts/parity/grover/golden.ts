/** GROVER's golden files: their shape, the names of their parameters, and their settings as ours. */
import { type Chemistry, isRejection } from '../../../src/chem/index.ts';
import { type GroverConfig, groverConfigSchema } from '../../../src/models/grover/config.ts';
import { type GroverFeatures, groverFeatures } from '../../../src/models/index.ts';

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

export type Tensors = Readonly<Record<string, GoldenTensor>>;

export interface GoldenConfig {
  readonly dataset_type: string;
  readonly num_tasks: number;
  readonly hidden_size: number;
  readonly depth: number;
  readonly num_mt_block: number;
  readonly num_attn_head: number;
  readonly bias: boolean;
  readonly activation: string;
  readonly ffn_hidden_size: number;
  readonly ffn_num_layers: number;
  readonly self_attention: boolean;
  readonly attn_hidden?: number | null;
  readonly attn_out?: number | null;
  readonly dist_coff: number;
  readonly features_dim: number;
}

/** One model on one batch. A file may leave out values on the way, and gradients (which is not `null`: no part of the computation, 0). */
export interface ModelCase {
  readonly config: GoldenConfig;
  readonly molecules: readonly { readonly smiles: string }[];
  readonly targets: readonly (readonly (number | null)[])[];
  readonly extra_features: readonly (readonly number[])[] | null;
  readonly batch?: { readonly f_atoms: GoldenTensor; readonly f_bonds: GoldenTensor };
  readonly parameters: Tensors;
  readonly train: {
    readonly hops: Readonly<Record<string, number>>;
    readonly intermediates: Tensors;
    readonly embeddings: Tensors;
    readonly molecule_vectors: Tensors;
    readonly branch_predictions: Tensors;
    readonly loss: number;
  };
  readonly gradients: Readonly<Record<string, GoldenTensor | null>>;
  readonly eval: {
    readonly output: GoldenTensor;
    readonly output_each_molecule_alone: readonly { readonly output: readonly number[] }[];
  };
  readonly padding_free: {
    readonly branch_predictions: Tensors;
    readonly loss: number;
    readonly eval_output: GoldenTensor;
  };
}

export function ourConfig(config: GoldenConfig, changes: Partial<GroverConfig> = {}): GroverConfig {
  return groverConfigSchema.parse({
    width: config.hidden_size,
    heads: config.num_attn_head,
    blocks: config.num_mt_block,
    depth: config.depth,
    activation: config.activation.toLowerCase(),
    biases: config.bias,
    headLayers: config.ffn_num_layers,
    headWidth: config.ffn_hidden_size,
    disagreement: config.dist_coff,
    extraFeatures: config.features_dim,
    padding: 'reference',
    ...(config.self_attention && {
      readout: 'selfAttention',
      attentionWidth: config.attn_hidden,
      attentionMeans: config.attn_out,
    }),
    ...changes,
  });
}

/** Throws if the toolkit refuses one. */
export function readMolecules(smiles: readonly string[], chemistry: Chemistry): GroverFeatures[] {
  return smiles.map((each) => {
    const parsed = chemistry.parse(each);
    if (isRejection(parsed)) throw new Error(`${each}: ${parsed.reason}`);
    return groverFeatures(parsed, 'float64');
  });
}

const encoders = 'grover.encoders.';
/** Our names of the four embeddings, and theirs. */
export const branches: Readonly<Record<string, string>> = {
  atomsFromAtoms: 'atom_from_atom',
  atomsFromBonds: 'atom_from_bond',
  bondsFromAtoms: 'bond_from_atom',
  bondsFromBonds: 'bond_from_bond',
};
const attentionMaps: Readonly<Record<string, number>> = { query: 0, key: 1, value: 2 };

/** The original's name of one of our parameters. */
export function theirName(name: string): string {
  const [first = '', ...rest] = name.split('.');
  if (first === 'readout') return `readout.attn.${rest[0] === 'hidden' ? 'w1' : 'w2'}`;
  if (first === 'head') return headName(rest);
  if (first in branches) return embeddingName(branches[first]!, rest);
  return blockName(`${encoders}${first === 'atoms' ? 'node' : 'edge'}_blocks.${rest[0]}.`, rest.slice(1));
}

/** Linear maps stand at 1, 4, 7 ..., the one slope at 2. */
function headName([branch, layer, part]: readonly string[]): string {
  const net = `mol_${branches[branch!]}_ffn`;
  return layer === 'slope' ? `${net}.2.weight` : `${net}.${1 + 3 * Number(layer)}.${part}`;
}

function embeddingName(branch: string, [part, last]: readonly string[]): string {
  if (part === 'norm') return `${encoders}${branch}_sublayer.norm.${normPart(last)}`;
  if (last === 'slope') return `${encoders}ffn_${branch}.act_func.weight`;
  return `${encoders}ffn_${branch}.${part === 'hidden' ? 'W_1' : 'W_2'}.${last}`;
}

function blockName(block: string, [part, second, last]: readonly string[]): string {
  switch (part) {
    case 'input':
      if (second === 'norm') return `${block}layernorm.${normPart(last)}`;
      return second === 'slope' ? `${block}act_func.weight` : `${block}W_i.${second}`;
    case 'attention':
      if (second === 'output') return `${block}attn.output_linear.${last}`;
      return `${block}attn.linear_layers.${attentionMaps[second!]}.${last}`;
    case 'output':
      return `${block}W_o.${second}`;
    case 'norm':
      return `${block}sublayer.norm.${normPart(second)}`;
    default: {
      const expert = `${block}heads.${second}.mpn_${part![0]}`;
      return last === 'slope' ? `${expert}.act_func.weight` : `${expert}.W_h.${last}`;
    }
  }
}

function normPart(part: string | undefined): string {
  return part === 'gain' ? 'weight' : 'bias';
}
