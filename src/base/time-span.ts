/** Spans of time as people write them: a number with its unit. */
const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Timers of Node end at 2^31 milliseconds. */
const longest = 24 * units.d!;

/** What is expected, for messages. */
export const timeSpanForm = 'a time such as 90s, 30m, 8h or 1d, of at most 24 days';

/** 90s, 30m, 1.5h or 1d in seconds; undefined if it is nothing of the kind. */
export function timeSpanSeconds(text: string): number | undefined {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text.trim()) ?? [];
  const seconds = Number(number) * (units[unit ?? ''] ?? Number.NaN);
  return seconds > 0 && seconds <= longest ? seconds : undefined;
}
