/** Rows that were left out, the first ones one by one. */

import { formatCount } from '../base/index.ts';
import { describeReject, type Reject } from '../data/index.ts';

/** Rows that are shown. */
export const shownRejects = 5;

/** where: what holds all of them, if anything does. */
export function rejectLines(rejects: readonly Reject[], where?: string): string[] {
  if (rejects.length === 0) return [];
  const shown = rejects.slice(0, shownRejects).map((reject) => `    ${describeReject(reject)}`);
  const rest = rejects.length - shown.length;
  const more = rest > 0 ? [`    and ${formatCount(rest)} more${where ? `, all in ${where}` : ''}`] : [];
  return [`  Left out (${formatCount(rejects.length)}):`, ...shown, ...more];
}
