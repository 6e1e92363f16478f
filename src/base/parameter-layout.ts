/**
 * Where each parameter lies in the flat vector of all weights. Weights, gradients and optimizer state are flat vectors with
 * one layout; optimizers see the boundaries of tensors (some clip or normalize per tensor), layers see names and shapes.
 */
import { ConfigError } from './errors.ts';

/** A flat vector: float32 in training, float64 where parity to the last digit is checked. */
export type Vector = Float32Array | Float64Array;

/** weight: a matrix or table; gain: a factor of a normalization; bias: a shift; scalar: any other single number. */
export type ParameterRole = 'weight' | 'gain' | 'bias' | 'scalar';

export interface ParameterSpec {
  /** Dotted path, unique in the model, for instance `encoder.0.attention.query.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: ParameterRole;
  /** The axis that counts output units (rows of [out, in] weights): what a filter-wise method calls a filter. Default 0. */
  readonly filterAxis?: number;
}

export interface ParameterEntry extends ParameterSpec {
  /** Position of the first element in the flat vector. */
  readonly offset: number;
  /** Number of elements: the product of the shape. */
  readonly size: number;
  readonly filterAxis: number;
}

export class ParameterLayout {
  readonly entries: readonly ParameterEntry[];
  /** Length of the flat vector. */
  readonly size: number;
  readonly #byName: ReadonlyMap<string, ParameterEntry>;

  constructor(specs: readonly ParameterSpec[]) {
    let offset = 0;
    this.entries = specs.map((spec) => {
      const size = spec.shape.reduce((product, length) => product * length, 1);
      const entry = { filterAxis: 0, ...spec, offset, size };
      offset += size;
      return entry;
    });
    this.size = offset;
    this.#byName = new Map(this.entries.map((entry) => [entry.name, entry]));
    if (this.#byName.size !== specs.length) {
      const names = specs.map((spec) => spec.name);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      throw new ConfigError({
        code: 'given-twice',
        what: `parameter ${twice} is declared twice`,
        advice: 'Give each parameter its own name.',
      });
    }
  }

  entry(name: string): ParameterEntry {
    const entry = this.#byName.get(name);
    if (!entry) throw new ConfigError({ code: 'unknown-name', what: `no parameter is named ${name}` });
    return entry;
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** The part of a flat vector that belongs to one parameter: a view, not a copy. */
  view<V extends Vector>(vector: V, name: string): V {
    const { offset, size } = this.entry(name);
    return vector.subarray(offset, offset + size) as V;
  }
}
