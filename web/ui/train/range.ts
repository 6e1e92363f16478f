/** Checks a typed number against a range as the registry describes it (`above 0, at most 1`), the moment it is typed. */
const bounds: readonly (readonly [RegExp, (value: number, bound: number) => boolean])[] = [
  [/at least (\S+?)(,|$)/, (value, bound) => value >= bound],
  [/above (\S+?)(,|$)/, (value, bound) => value > bound],
  [/at most (\S+?)(,|$)/, (value, bound) => value <= bound],
  [/below (\S+?)(,|$)/, (value, bound) => value < bound],
];

/** A summary if the value cannot be used; undefined for an empty field, which means the standard value. */
export function wrongValue(text: string, type: 'number' | 'integer', range: string): string | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text.replace(',', '.'));
  if (Number.isNaN(value)) return `“${text}” is no number.`;
  if (type === 'integer' && !Number.isInteger(value)) return 'A whole number is needed.';
  const fits = bounds.every(([pattern, holds]) => {
    const bound = pattern.exec(range)?.[1];
    return bound === undefined || holds(value, Number(bound));
  });
  return fits ? undefined : `Has to be ${range}.`;
}
