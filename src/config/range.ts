/** The range of a setting in words, for help, documentation and forms. */

/** What a JSON schema says of the values. */
export interface Bounds {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** For instance `at least 0, below 1`; `any` without bounds. */
export function rangeOf({ type, enum: values, ...bounds }: Bounds): string {
  if (values) return values.join(' or ');
  if (type === 'boolean') return 'true or false';
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = bounds;
  const isBound = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const parts: string[] = [];
  if (isBound(exclusiveMinimum)) parts.push(`above ${exclusiveMinimum}`);
  else if (isBound(minimum)) parts.push(`at least ${minimum}`);
  if (isBound(exclusiveMaximum)) parts.push(`below ${exclusiveMaximum}`);
  else if (isBound(maximum)) parts.push(`at most ${maximum}`);
  return parts.join(', ') || 'any';
}
