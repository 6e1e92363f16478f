/** An ONNX model as plain data: what `encode.ts` writes. Names follow the ONNX specification (onnx.proto). */
import type { ElementType } from '../element-type.ts';
import type { Shape } from '../shape.ts';

export interface OnnxTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array;
}

/** A number is an integer attribute; reals are wrapped, since the format tells the two apart. */
export type AttributeValue =
  | number
  | readonly number[]
  | string
  | { readonly real: number }
  | { readonly reals: ArrayLike<number> }
  | { readonly strings: readonly string[] }
  | OnnxGraph
  | OnnxTensor;

export interface OnnxNode {
  readonly opType: string;
  /** Operators of machine learning; undefined: the standard ones. */
  readonly domain?: 'ai.onnx.ml' | undefined;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
}

export interface OnnxValueInfo {
  readonly name: string;
  readonly type: ElementType;
  /** Undefined: the rank is left open (values inside loop bodies). */
  readonly shape?: Shape;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly initializers: ReadonlyMap<string, OnnxTensor>;
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Keys and values that travel inside the file. */
  readonly metadata: Readonly<Record<string, string>>;
}
