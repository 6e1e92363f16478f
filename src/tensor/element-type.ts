/** Types of tensor elements. Reals are float32, or float64 where parity to the last digit is checked. */
export type RealType = 'float32' | 'float64';
export type ElementType = RealType | 'int64' | 'int32' | 'bool';

export function isReal(type: ElementType): type is RealType {
  return type === 'float32' || type === 'float64';
}

/** Types of row numbers. */
export function isWhole(type: ElementType): boolean {
  return type === 'int64' || type === 'int32';
}
