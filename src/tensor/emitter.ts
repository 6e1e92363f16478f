/**
 * Collects ONNX nodes while operators are lowered. Equal nodes and equal constants are emitted once, so sharing needs no
 * thought where operators are written.
 */
import { ShapeError } from '../base/index.ts';
import type { ElementType, RealType } from './element-type.ts';
import type { AttributeValue, OnnxGraph, OnnxNode, OnnxTensor, OnnxValueInfo } from './onnx/model.ts';
import { type Dim, dimFactors, type Shape, showShape } from './shape.ts';
import type { Tensor } from './tensor.ts';

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A value inside a loop body: its name and element type. */
export interface BodyValue {
  readonly name: string;
  readonly type: ElementType;
}

export class Emitter {
  readonly inputs: OnnxValueInfo[] = [];
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, OnnxTensor>();
  readonly #names = new Map<Tensor, string>();
  readonly #emitted = new Map<string, readonly string[]>();
  readonly #constants = new Map<string, string>();
  /** Where the length of a symbol can be read at run time. */
  readonly #symbols = new Map<string, { input: string; axis: number }>();
  /** Names given by callers, which no generated name may take. */
  readonly #reserved: ReadonlySet<string>;
  /** Names in a loop body start with their own prefix: ONNX forbids that they hide names outside. */
  readonly #prefix: string;
  #count = 0;

  constructor(reserved: ReadonlySet<string> = new Set(), prefix = '') {
    this.#reserved = reserved;
    this.#prefix = prefix;
  }

  /** The name of a tensor that was lowered before. */
  name(tensor: Tensor): string {
    return this.#names.get(tensor)!;
  }

  bind(tensor: Tensor, name: string): void {
    this.#names.set(tensor, name);
  }

  input(name: string, type: ElementType, shape: Shape): string {
    this.inputs.push({ name, type, shape });
    shape.forEach((dim, axis) => {
      if (typeof dim === 'string' && !this.#symbols.has(dim)) this.#symbols.set(dim, { input: name, axis });
    });
    return name;
  }

  /** Emits a node with one output and returns the output's name. */
  emit(opType: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.emitAll(opType, inputs, 1, attributes)[0]!;
  }

  /** Emits a node with several outputs; an equal node emitted before is shared. */
  emitAll(
    opType: string,
    inputs: readonly string[],
    outputCount: number,
    attributes: Attributes = {},
  ): readonly string[] {
    const key = JSON.stringify([opType, inputs, outputCount, attributes], plainValue);
    const earlier = this.#emitted.get(key);
    if (earlier) return earlier;
    const outputs = Array.from({ length: outputCount }, () => this.#freshName(opType));
    this.nodes.push({ opType, inputs, outputs, attributes });
    this.#emitted.set(key, outputs);
    return outputs;
  }

  /** A constant inside the model; equal constants are stored once. */
  constant(type: ElementType, dims: readonly number[], values: readonly number[]): string {
    const key = `${type}:${dims}:${values.map((value) => (Object.is(value, -0) ? '-0' : value))}`;
    let name = this.#constants.get(key);
    if (name === undefined) {
      name = this.#freshName('constant');
      this.#constants.set(key, name);
      this.initializers.set(name, { type, dims, data: constantData(type, values) });
    }
    return name;
  }

  scalar(type: RealType, value: number): string {
    return this.constant(type, [], [value]);
  }

  /** A vector of whole numbers, for axes and the like. */
  integers(values: readonly number[]): string {
    return this.constant('int64', [values.length], values);
  }

  /** The lengths of a shape at run time, int64 [rank]. */
  shapeVector(shape: Shape): string {
    if (shape.every((dim) => typeof dim === 'number')) return this.integers(shape);
    const parts = shape.map((dim) => this.#length(dim, shape));
    return parts.length === 1 ? parts[0]! : this.emit('Concat', parts, { axis: 0 });
  }

  /**
   * A nested computation (the body of a Scan); it may use names of this one.
   *   inputs: what each input is called, for readers of the model; build gets their names in the model.
   */
  body(
    inputs: readonly BodyValue[],
    build: (emitter: Emitter, names: readonly string[]) => readonly BodyValue[],
  ): OnnxGraph {
    const inner = new Emitter(this.#reserved, `${this.#prefix}body_`);
    for (const { name, type } of inputs) inner.inputs.push({ name: inner.#freshName(name), type });
    const outputs = build(
      inner,
      inner.inputs.map(({ name }) => name),
    );
    return { nodes: inner.nodes, inputs: inner.inputs, outputs, initializers: inner.initializers };
  }

  #freshName(stem: string): string {
    let name: string;
    do name = `${this.#prefix}${stem}_${this.#count++}`;
    while (this.#reserved.has(name));
    return name;
  }

  #length(dim: Dim, shape: Shape): string {
    const { factor, symbols } = dimFactors(dim);
    const lengths = symbols.map((symbol) => this.#symbolLength(symbol, shape));
    if (factor !== 1 || lengths.length === 0) lengths.push(this.integers([factor]));
    return lengths.reduce((left, right) => this.emit('Mul', [left, right]));
  }

  #symbolLength(symbol: string, shape: Shape): string {
    const source = this.#symbols.get(symbol);
    if (!source) {
      throw new ShapeError({
        code: 'shape-mismatch',
        what: `the length of "${symbol}" in ${showShape(shape)} is not known at run time`,
        advice: 'Give the computation an input that has this dimension as an axis of its own.',
      });
    }
    return this.emit('Shape', [source.input], { start: source.axis, end: source.axis + 1 });
  }
}

/** For JSON, which knows neither maps nor big integers. */
function plainValue(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return typeof value === 'bigint' ? String(value) : value;
}

function constantData(type: ElementType, values: readonly number[]): OnnxTensor['data'] {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'float64':
      return Float64Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, BigInt);
    case 'bool':
      return Uint8Array.from(values);
  }
}
