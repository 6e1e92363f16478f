/**
 * The parameters of a model: declared once with shape, role and initial distribution; seen by layers as symbolic tensors that
 * are views of one flat vector.
 */
import { ConfigError, ParameterLayout, type ParameterSpec, RandomStream } from '../base/index.ts';
import { dimProduct, input, type RealType, type Tensor } from '../tensor/index.ts';

export type Initializer =
  /** Uniform within sqrt(6 / (rows + columns)) of 0 (Glorot and Bengio 2010). */
  | { readonly kind: 'xavierUniform' }
  /** Normal with deviation sqrt(2 / (rows + columns)) (Glorot and Bengio 2010). */
  | { readonly kind: 'xavierNormal' }
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

export interface ModelParameter extends ParameterSpec {
  readonly initial: Initializer;
}

/** A stretch of the flat vector that is one input of a computation: one parameter, or several adjacent ones. */
export interface ParameterInput {
  readonly tensor: Tensor;
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** Hands out parameters as symbolic tensors and remembers which were used. */
export class ParameterTensors {
  readonly layout: ParameterLayout;
  readonly type: RealType;
  readonly #inputs = new Map<string, ParameterInput>();

  constructor(layout: ParameterLayout, type: RealType) {
    this.layout = layout;
    this.type = type;
  }

  get inputs(): readonly ParameterInput[] {
    return [...this.#inputs.values()];
  }

  get(name: string): Tensor {
    return this.join([name], this.layout.entry(name).shape);
  }

  /** As get; undefined if the model has no parameter of this name. */
  find(name: string): Tensor | undefined {
    return this.layout.has(name) ? this.get(name) : undefined;
  }

  /** Parameters that follow each other in the layout as one tensor of the given shape. */
  join(names: readonly string[], shape: readonly number[]): Tensor {
    const key = names.join('+');
    const known = this.#inputs.get(key);
    if (known) return known.tensor;
    const entries = names.map((name) => this.layout.entry(name));
    const size = entries.reduce((total, entry) => total + entry.size, 0);
    entries.slice(1).forEach((entry, index) => {
      const before = entries[index]!;
      if (entry.offset !== before.offset + before.size)
        throw new ConfigError({ code: 'layout-mismatch', what: `${entry.name} does not follow ${before.name}` });
    });
    if (size !== dimProduct(shape))
      throw new ConfigError({
        code: 'layout-mismatch',
        what: `${key} has ${size} numbers, not those of [${shape.join(', ')}]`,
      });
    const tensor = input(key, this.type, shape);
    this.#inputs.set(key, { tensor, name: key, shape, offset: entries[0]!.offset, size });
    return tensor;
  }
}

/** Draws the weights before training: parameters in layout order, elements row by row, from the seed's own stream. */
export function initialWeights(parameters: readonly ModelParameter[], seed: number): Float32Array {
  const layout = new ParameterLayout(parameters);
  const weights = new Float32Array(layout.size);
  // The name is part of the seed: another spelling would draw other weights.
  const stream = new RandomStream(seed, 'initialisation');
  for (const parameter of parameters) fill(layout.view(weights, parameter.name), parameter, stream);
  return weights;
}

function fill(view: Float32Array, parameter: ModelParameter, stream: RandomStream): void {
  const { initial } = parameter;
  switch (initial.kind) {
    case 'constant':
      view.fill(initial.value);
      return;
    case 'xavierNormal': {
      const deviation = Math.sqrt(2 / rowsAndColumns(parameter));
      for (let index = 0; index < view.length; index++) view[index] = deviation * stream.normal();
      return;
    }
    case 'uniform':
    case 'xavierUniform': {
      const bound = initial.kind === 'uniform' ? initial.bound : Math.sqrt(6 / rowsAndColumns(parameter));
      for (let index = 0; index < view.length; index++) view[index] = bound * (2 * stream.uniform() - 1);
    }
  }
}

function rowsAndColumns({ name, shape }: ModelParameter): number {
  if (shape.length !== 2)
    throw new ConfigError({
      code: 'layout-mismatch',
      what: `${name} is no matrix: Xavier's rule needs rows and columns`,
    });
  return shape[0]! + shape[1]!;
}
