/** Numbers as people read and type them. */

/** With a point or a decimal comma; undefined where nothing or no number is typed. */
export function typedNumber(text: string): number | undefined {
  const value = Number(text.replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
}

export function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Three significant digits, without tails of zeros. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

/** Each with the decimals that show two digits of what they are uncertain by. */
export function toPrecisionOf(uncertainty: number, values: readonly number[]): string[] {
  if (!(uncertainty > 0) || !Number.isFinite(uncertainty)) return values.map(short);
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(uncertainty)));
  return decimals > 6
    ? values.map(short)
    : values.map((value) => value.toFixed(decimals).replace(/^-(?=0(\.0*)?$)/, ''));
}

/** `40 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds)) return '–';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

export function plural(number: number, one: string, many = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : many}`;
}

export function megabytes(bytes: number): string {
  const size = bytes / 2 ** 20;
  return `${size < 10 ? Math.max(0.1, size).toFixed(1) : count(size)} MB`;
}
