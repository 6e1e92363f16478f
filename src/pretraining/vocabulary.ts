/**
 * Classes of contexts, counted over a corpus: the most frequent first, ties by spelling. Class 0 is "no label", 1 is "other", a text
 * that is not in the list; the list begins with class 2.
 */
export interface VocabularyOptions {
  /** Texts that occur less often are "other". Default 1. */
  readonly leastCount?: number;
  /** Longest list. Default: all. */
  readonly most?: number;
}

const reserved = 2;

export class Vocabulary {
  readonly texts: readonly string[];
  readonly #classes: ReadonlyMap<string, number>;

  /** texts: class 2 first. */
  constructor(texts: readonly string[]) {
    this.texts = texts;
    this.#classes = new Map(texts.map((text, index) => [text, index + reserved]));
  }

  static count(corpus: Iterable<string>, options: VocabularyOptions = {}): Vocabulary {
    const counts = new Map<string, number>();
    for (const text of corpus) counts.set(text, (counts.get(text) ?? 0) + 1);
    return Vocabulary.fromCounts(counts, options);
  }

  static fromCounts(
    counts: ReadonlyMap<string, number>,
    { leastCount = 1, most = Number.POSITIVE_INFINITY }: VocabularyOptions = {},
  ): Vocabulary {
    const frequent = [...counts].filter(([, count]) => count >= leastCount);
    frequent.sort(([left, many], [right, few]) => few - many || (left < right ? -1 : 1));
    return new Vocabulary(frequent.slice(0, most).map(([text]) => text));
  }

  /** Number of classes, with the two reserved ones. */
  get size(): number {
    return this.texts.length + reserved;
  }

  classOf(text: string): number {
    return this.#classes.get(text) ?? 1;
  }
}
