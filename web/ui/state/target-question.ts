/** What the reader is asked before a column is learned: more than one may hold the property, or none looks measured. */

export interface TargetQuestion {
  /** Names of the columns that may be meant, in the order of the table; empty: none looks measured. */
  readonly candidates: readonly string[];
  /** The most likely of them. */
  readonly guess: string | undefined;
  /** Of the other columns: what was left out, and why. */
  readonly notes: readonly string[];
}

/** Undefined for an error that asks nothing. */
export function targetQuestion(error: unknown): TargetQuestion | undefined {
  const { code, details } = (error ?? {}) as { code?: unknown; details?: Record<string, unknown> };
  if (code !== 'target-unclear' && !(code === 'no-labels' && details)) return undefined;
  const candidates = texts(details?.candidates);
  const guess = typeof details?.guess === 'string' ? details.guess : candidates[0];
  return { candidates, guess, notes: texts(details?.notes) };
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
