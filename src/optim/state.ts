/** What a rule or a method keeps between steps, and how the whole of an optimizer's state is saved and put back. */
import { CheckpointError, type Vector } from '../base/index.ts';

/** What survives JSON; no NaN or infinity. */
export type Scalar = number | boolean | string | readonly number[];

/**
 * The live state of one part. Each rule and method declares its own fields; saving and loading goes through them by
 * name.
 */
export interface PartState {
  readonly vectors: Record<string, Vector>;
  readonly scalars: Record<string, Scalar>;
  /** The vectors grow while training: loading replaces them, whatever their length. */
  readonly growing?: boolean;
}

/** Plain data for a checkpoint: vectors and scalars by the names `method.NAME`, `rule.NAME`, `noise`. */
export interface OptimizerState {
  readonly version: 1;
  /** Names of method and base rule: loading into another optimizer is refused. */
  readonly method: string;
  readonly rule: string;
  readonly vectors: Readonly<Record<string, Vector>>;
  readonly scalars: Readonly<Record<string, Scalar>>;
}

/** Copies of a part's vectors and scalars, their names prefixed. */
export function savePart(prefix: string, part: PartState): Pick<OptimizerState, 'vectors' | 'scalars'> {
  const rename = <T>(fields: Readonly<Record<string, T>>, copy: (value: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}.${name}`, copy(value)]));
  return {
    vectors: rename(part.vectors, (vector) => vector.slice()),
    scalars: rename(part.scalars, (scalar) => scalar),
  };
}

/** Refuses, with CheckpointError, a state that lacks a field of the part or has one of another length. */
export function checkPart(prefix: string, part: PartState, saved: OptimizerState): void {
  for (const name of Object.keys(part.scalars)) {
    if (saved.scalars[`${prefix}.${name}`] === undefined) throw missing(`${prefix}.${name}`);
  }
  for (const [name, vector] of Object.entries(part.vectors)) {
    const found = saved.vectors[`${prefix}.${name}`];
    if (found === undefined) throw missing(`${prefix}.${name}`);
    if (found.length !== vector.length && !part.growing) {
      throw new CheckpointError({
        code: 'optimizer-state-mismatch',
        what: `optimizer state ${prefix}.${name} has ${found.length} numbers, the model needs ${vector.length}`,
        advice: 'Resume with the model that the checkpoint was made with.',
      });
    }
  }
}

/** Overwrites the part's state by a checked one. */
export function loadPart(prefix: string, part: PartState, saved: OptimizerState): void {
  for (const name of Object.keys(part.scalars)) part.scalars[name] = saved.scalars[`${prefix}.${name}`]!;
  for (const [name, vector] of Object.entries(part.vectors)) {
    const found = saved.vectors[`${prefix}.${name}`]!;
    if (part.growing) part.vectors[name] = found.slice();
    else vector.set(found);
  }
}

function missing(name: string): CheckpointError {
  return new CheckpointError({
    code: 'optimizer-state-mismatch',
    what: `the optimizer state lacks ${name}`,
    advice: 'Resume with the optimizer and options that the checkpoint was made with.',
  });
}
