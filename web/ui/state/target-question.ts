/** What the library asks where more than one column may hold the target, or one that looks like an id. */

export interface TargetQuestion {
  /** Names of the columns, in the order of the table. */
  readonly candidates: readonly string[];
  /** Of the other columns: what was left out, and why. */
  readonly notes: readonly string[];
}

/** Undefined for an error that asks nothing. */
export function targetQuestion(error: unknown): TargetQuestion | undefined {
  const { code, details } = (error ?? {}) as { code?: unknown; details?: { candidates?: unknown; notes?: unknown } };
  if (code !== 'target-unclear') return undefined;
  const candidates = texts(details?.candidates);
  return candidates.length > 0 ? { candidates, notes: texts(details?.notes) } : undefined;
}

/** A column of words that may be classes, where the library does not presume it. */
export interface ClassesOffer {
  readonly column: string;
  readonly classes: readonly string[];
}

/** Undefined for any other error. */
export function classesOffer(error: unknown): ClassesOffer | undefined {
  const { code, details } = (error ?? {}) as { code?: unknown; details?: { column?: unknown; classes?: unknown } };
  const classes = texts(details?.classes);
  if (code !== 'label-unreadable' || typeof details?.column !== 'string' || classes.length < 2) return undefined;
  return { column: details.column, classes };
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
