/**
 * Errors across channels. Copying keeps neither our classes nor their fields, so an error travels as plain data
 * and is made again on the other side: a ConfigError there is a ConfigError here.
 */
import * as errors from '../../base/index.ts';

export interface TransferredError {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  /** Own fields that can be copied (code, path, what, where, advice of our classes; code of the system's). */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly cause: TransferredError | undefined;
}

const classes: Readonly<Record<string, new (details: errors.ErrorDetails) => Error>> = {
  GraphsamError: errors.GraphsamError,
  ConfigError: errors.ConfigError,
  DataError: errors.DataError,
  ShapeError: errors.ShapeError,
  RunError: errors.RunError,
  // Its peer was another one's: here it is a computation that failed.
  PeerEndedError: errors.RunError,
  CheckpointError: errors.CheckpointError,
  MachineError: errors.MachineError,
};

/** Causes of causes that travel along. */
const deepestCause = 4;
/** Levels of lists and records in a field. */
const deepestField = 4;

/** Anything that was thrown, as plain data. */
export function packError(thrown: unknown, depth = 0): TransferredError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const fields = Object.entries(error).filter(([name, value]) => name !== 'cause' && isPlain(value));
  const hasCause = error.cause !== undefined && depth < deepestCause;
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    fields: Object.fromEntries(fields),
    cause: hasCause ? packError(error.cause, depth + 1) : undefined,
  };
}

/** The error again: of our class if it was one of ours, else a plain Error of the same name. */
export function unpackError({ name, message, stack, fields, cause: packedCause }: TransferredError): Error {
  const cause = packedCause && unpackError(packedCause);
  // Own entries only: a name such as "constructor" must not find what every object inherits.
  const Class = Object.hasOwn(classes, name) ? classes[name] : undefined;
  const error = Class ? new Class({ what: message, cause }) : new Error(message, { cause });
  define(error, fields, true);
  define(error, { name, message, stack }, false);
  return error;
}

/** Not by assignment, with which a field `__proto__` would change what the error is. */
function define(error: Error, fields: Readonly<Record<string, unknown>>, enumerable: boolean): void {
  for (const [field, value] of Object.entries(fields)) {
    Object.defineProperty(error, field, { value, enumerable, configurable: true, writable: true });
  }
}

/** Numbers, texts, truth values, and lists and records of them, as deep as details of errors go: nothing that holds itself. */
function isPlain(value: unknown, depth = 0): boolean {
  if (['string', 'number', 'boolean', 'undefined'].includes(typeof value) || value === null) return true;
  if (typeof value !== 'object' || depth === deepestField) return false;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
  return Object.values(value).every((member) => isPlain(member, depth + 1));
}
