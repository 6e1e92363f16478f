/** What a split is: three lists of positions in a data set, disjoint. */
export interface Split {
  readonly train: readonly number[];
  readonly val: readonly number[];
  readonly test: readonly number[];
}

export type PartName = keyof Split;
export const partNames = ['train', 'val', 'test'] as const satisfies readonly PartName[];
