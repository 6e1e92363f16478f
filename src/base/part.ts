/** A part of work that is divided among array jobs. */

export interface Part {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** `scored.csv` -> `scored.part-00003-of-00016.csv`. */
export function partPath(path: string, { index, count }: Part): string {
  const [, stem, ending] = /^(.*?)(\.[^./\\]*)?$/s.exec(path)!;
  const digits = (number: number): string => String(number).padStart(5, '0');
  return `${stem}.part-${digits(index)}-of-${digits(count)}${ending ?? ''}`;
}

/** Of every `count` items the part's, in their order: neighbors, which take equally long, go to different parts. */
export function itemsOfPart<Item>(items: readonly Item[], { index, count }: Part): Item[] {
  return items.filter((_, position) => position % count === index - 1);
}
