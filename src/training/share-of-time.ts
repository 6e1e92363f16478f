/** The deadline of the first of several pieces of work that are done one after the other and take equally long; milliseconds since 1970. */
export function shareOfTime(deadline: number | undefined, pieces: number): number | undefined {
  if (deadline === undefined) return undefined;
  const now = Date.now();
  return now + (deadline - now) / Math.max(1, pieces);
}
