/**
 * The errors a user can meet. Each says what was wrong, where, and what to do; the text is made from these fields at the end,
 * so that a page or a report can show them in its own way. Settings are named by their path (setting.ts).
 */
import type { ErrorCode } from './error-codes.ts';
import { setting } from './setting.ts';

export interface ErrorDetails {
  /** What programs match, of the table in error-codes.ts. */
  readonly code?: ErrorCode;
  /** The setting in question: its path in the configuration, for instance ['split', 'sizes']. */
  readonly path?: readonly (string | number)[];
  /** Values for programs: names, counts, positions. Plain data. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What was wrong: the expected and the received, with values. */
  readonly what: string;
  /** File and line, column, molecule, configuration path, or where a tensor was built. */
  readonly where?: string;
  /** What the user can do about it. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/** Parent of all errors that graphsam throws on purpose; anything else is a defect of graphsam. */
export class GraphsamError extends Error {
  /** Written out in each class: those of the language are shortened where the page is minified, and errors travel by this name. */
  override readonly name: string = 'GraphsamError';
  readonly code: ErrorCode;
  readonly path: readonly (string | number)[] | undefined;
  readonly what: string;
  /** If it is not given, the path of the setting. */
  readonly where: string | undefined;
  readonly advice: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(given: ErrorDetails | string) {
    const { code, path, what, advice, details, cause, ...rest }: ErrorDetails =
      typeof given === 'string' ? { what: given } : given;
    const where = rest.where ?? (path && setting(path.join('.')));
    super(sentences(where === undefined ? what : `${where}: ${what}`, advice), { cause });
    this.code = code ?? 'unspecified';
    this.path = path;
    this.what = what;
    this.where = where;
    this.advice = advice;
    this.details = details;
  }
}

function sentences(problem: string, advice: string | undefined): string {
  if (advice === undefined) return problem;
  return `${problem}${/[.!?]$/.test(problem) ? '' : '.'} ${advice}`;
}

/** An option or a configuration value that cannot be used. */
export class ConfigError extends GraphsamError {
  override readonly name: string = 'ConfigError';
}
/** A table, a molecule, a label or a split that cannot be used. */
export class DataError extends GraphsamError {
  override readonly name: string = 'DataError';
}
/** Tensors that do not fit each other, found while a computation is built. */
export class ShapeError extends GraphsamError {
  override readonly name: string = 'ShapeError';
}
/** A computation that failed while it ran: a loss that is not finite, a failed check. */
export class RunError extends GraphsamError {
  override readonly name: string = 'RunError';
}
/** A run folder, checkpoint or model file that is missing, damaged or of another kind. */
export class CheckpointError extends GraphsamError {
  override readonly name: string = 'CheckpointError';
}
/** The machine does not let us: no space, no permission, a missing runtime. */
export class MachineError extends GraphsamError {
  override readonly name: string = 'MachineError';
}

/** `did you mean` for a name that is not among the known ones: lists all and names the nearest. */
export function unknownName(kind: string, name: string, known: readonly string[]): ConfigError {
  const near = nearestName(name, known);
  return new ConfigError({
    code: 'unknown-name',
    what: `unknown ${kind} "${name}"`,
    advice: `${near === undefined ? '' : `Did you mean ${near}? `}Known: ${known.join(', ')}.`,
    details: { name, known, nearest: near },
  });
}

/** The known name that was probably meant; undefined where none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(2, name.length / 3) ? nearest.candidate : undefined;
}

/** Levenshtein distance: single-character insertions, deletions and replacements between two words. */
export function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const replaced = previous[column - 1]! + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[right.length]!;
}
