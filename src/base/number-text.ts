/** Numbers and times as text, the same on the command line and in reports. */

/** Four significant digits, without an exponent where it can be read: 0.1235, 12.35, 1.235e-7. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return 'undefined';
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(4))) : value.toExponential(3);
}

/** 1234567 as 1,234,567. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US');
}

/** `41.3 MB`, of a million bytes each. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${formatNumber(bytes / 1000 ** power)} ${units[power]}`;
}

/** `1 epoch`, `2,000 epochs`. */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `3, 5 and 1,204 more`: of many things the first ones. */
export function listUpTo(most: number, things: readonly (number | string)[]): string {
  const others = things.length - most;
  return `${things.slice(0, most).join(', ')}${others > 0 ? ` and ${formatCount(others)} more` : ''}`;
}

/** `7 s`, `1:05` (minutes), `2:03:09` (hours). */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
