interface TypedArray {
  set(values: ArrayLike<number>, offset: number): void;
}

/** Arrays of numbers one after the other, in a new one. Kind: of the result, for instance Float32Array. */
export function concatenate<T extends TypedArray>(
  Kind: new (length: number) => T,
  parts: readonly ArrayLike<number>[],
): T {
  const whole = new Kind(parts.reduce((total, { length }) => total + length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
