/**
 * The errors a user can meet. Each says what was wrong, where, and what to do; the text is made from these fields at the end,
 * so that a page or a report can show them in its own way.
 */
export interface ErrorDetails {
  /** What was wrong: the expected and the received, with values. */
  readonly what: string;
  /** File and line, column, molecule, configuration path, or the place where a tensor was built. */
  readonly where?: string;
  /** What the user can do about it. */
  readonly advice?: string;
  readonly cause?: unknown;
}

/** Parent of all errors that graphsam throws on purpose; anything else is a defect of graphsam. */
export class GraphsamError extends Error {
  readonly what: string;
  readonly where: string | undefined;
  readonly advice: string | undefined;

  constructor(details: ErrorDetails | string) {
    const { what, where, advice, cause } = typeof details === 'string' ? ({ what: details } as ErrorDetails) : details;
    super(sentences(where === undefined ? what : `${where}: ${what}`, advice), { cause });
    this.name = new.target.name;
    this.what = what;
    this.where = where;
    this.advice = advice;
  }
}

function sentences(problem: string, advice: string | undefined): string {
  if (advice === undefined) return problem;
  return `${problem}${/[.!?]$/.test(problem) ? '' : '.'} ${advice}`;
}

/** An option or a configuration value that cannot be used. */
export class ConfigError extends GraphsamError {}
/** A table, a molecule, a label or a split that cannot be used. */
export class DataError extends GraphsamError {}
/** Tensors that do not fit each other, found while a computation is built. */
export class ShapeError extends GraphsamError {}
/** A computation that failed while it ran: a loss that is not finite, a failed check. */
export class RunError extends GraphsamError {}
/** A run folder, checkpoint or model file that is missing, damaged or of another kind. */
export class CheckpointError extends GraphsamError {}
/** The machine does not let us: no space, no permission, a missing runtime. */
export class MachineError extends GraphsamError {}

/** `did you mean` for a name that is not among the known ones: lists all and names the nearest. */
export function unknownName(kind: string, name: string, known: readonly string[]): ConfigError {
  const nearest = known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = nearest && nearest.distance <= Math.max(2, name.length / 3) ? `Did you mean ${nearest.candidate}? ` : '';
  return new ConfigError({ what: `unknown ${kind} "${name}"`, advice: `${hint}Known: ${known.join(', ')}.` });
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
