/**
 * A compiled computation that runs on ONNX Runtime. Only files ending in `.node.ts` and `.web.ts` beside this one name a
 * runtime package; everything else knows this interface.
 */
import type { ElementType } from '../tensor/index.ts';
import type { Device } from './devices.ts';
import type { Residence } from './residence.ts';

export type { ElementType };

export type ValueData = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint8Array;

/** A dense array in row-major order; data may be a view of a larger buffer. */
export interface Value {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: ValueData;
}

export type Feeds = Readonly<Record<string, Value>>;

export interface Program {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /**
   * Runs once. `into` names outputs to be written into memory that the caller owns (their data is filled, without a copy);
   * the other outputs are newly allocated. Throws RunError, with the types and shapes of the feeds, if the runtime refuses.
   */
  run(feeds: Feeds, into?: Feeds): Promise<Feeds>;
  /** Frees the session; the program cannot run afterwards. */
  release(): Promise<void>;
}

export interface ProgramOptions {
  /** Threads inside one operator. Results are reproducible bit for bit for a given number. Default: all cores. */
  readonly threads?: number;
  /** Runtime's own graph rewriting; off for comparing lowerings. Default true. */
  readonly optimize?: boolean;
  /** Shown in errors. */
  readonly name?: string;
  /**
   * For measuring: the native runtime writes how long each node took, as trace events in JSON, to `PREFIX_TIME.json` when the
   * program is released. WebAssembly has no files and ignores it.
   */
  readonly profilePrefix?: string;
}

export interface Runtime {
  /** For instance `onnxruntime-node 1.30.0, cpu`. */
  readonly description: string;
  readonly device: Device;
  load(model: Uint8Array, options?: ProgramOptions): Promise<Program>;
  /** Of devices whose results can stay with them. */
  readonly residence?: Residence;
}
