/**
 * Seeded random streams. One seed of the user gives independent streams by name (split, initialisation, shuffling,
 * dropout, noise), so that asking one for more numbers changes nothing in the others. A stream's state can be saved and
 * restored.
 *
 * Generator: xoshiro128++ (Blackman and Vigna 2019), seeded through SplitMix32 of the seed and an FNV-1a hash of the
 * name.
 */
import type { Vector } from './parameter-layout.ts';
import { normalLayers } from './ziggurat.ts';

export type RandomState = readonly [number, number, number, number];

export class RandomStream {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** seed: any integer below 2^53; name: which of the seed's streams. */
  constructor(seed: number, name: string) {
    let mixed = fnv1a(name) ^ (seed | 0) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1);
    const next = (): number => {
      mixed = (mixed + 0x9e3779b9) | 0;
      let bits = mixed ^ (mixed >>> 16);
      bits = Math.imul(bits, 0x21f0aaad);
      bits ^= bits >>> 15;
      bits = Math.imul(bits, 0x735a2d97);
      return bits ^ (bits >>> 15);
    };
    [this.#a, this.#b, this.#c, this.#d] = [next(), next(), next(), next() | 1];
  }

  state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#d];
  }

  load(state: RandomState): void {
    [this.#a, this.#b, this.#c, this.#d] = state;
  }

  /** Uniform over the integers 0 .. 2^32 - 1. */
  uint32(): number {
    const sum = (this.#a + this.#d) | 0;
    const result = (((sum << 7) | (sum >>> 25)) + this.#a) | 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result >>> 0;
  }

  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Uniform over 0 .. bound - 1, without bias. */
  below(bound: number): number {
    const limit = 4294967296 - (4294967296 % bound);
    let drawn = this.uint32();
    while (drawn >= limit) drawn = this.uint32();
    return drawn % bound;
  }

  /** One draw of the standard normal distribution (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * Fills a vector with draws of the standard normal distribution, fast: the ziggurat method (Marsaglia and Tsang
   * 2000), about 3 ns a number. One 32-bit draw gives the layer (8 bits) and the place in it (24 bits); other draws
   * than normal()'s.
   */
  fillNormal(vector: Vector): void {
    const blockLength = 4096;
    for (let start = 0; start < vector.length; start += blockLength) {
      this.#fillBlock(vector, start, Math.min(start + blockLength, vector.length));
    }
  }

  /** In blocks, because V8 compiles a function that is called often better than a loop that is entered once. */
  #fillBlock(vector: Vector, start: number, end: number): void {
    const { scales, thresholds } = normalLayers;
    // `| 0` tells the compiler that these are 32-bit integers: twice as fast.
    let a = this.#a | 0;
    let b = this.#b | 0;
    let c = this.#c | 0;
    let d = this.#d | 0;
    for (let index = start; index < end; index++) {
      const sum = (a + d) | 0;
      const bits = (((sum << 7) | (sum >>> 25)) + a) | 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);

      const layer = bits & 255;
      const place = bits >> 8;
      vector[index] = (place + 0.5) * scales[layer]!;
      // The size of `place` without a branch: asking for its sign, a coin toss, would cost five times the rest.
      if ((place ^ (place >> 31)) >= thresholds[layer]!) {
        this.#a = a;
        this.#b = b;
        this.#c = c;
        this.#d = d;
        vector[index] = this.#normalAtEdge(bits);
        a = this.#a | 0;
        b = this.#b | 0;
        c = this.#c | 0;
        d = this.#d | 0;
      }
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** The one draw in eighty that falls outside the part of a layer that is wholly under the curve. */
  #normalAtEdge(drawn: number): number {
    const { scales, thresholds, heights } = normalLayers;
    for (let bits = drawn; ; bits = this.uint32() | 0) {
      const layer = bits & 255;
      const place = bits >> 8;
      const candidate = (place + 0.5) * scales[layer]!;
      if ((place ^ (place >> 31)) < thresholds[layer]!) return candidate;
      if (layer === 0) return candidate < 0 ? -this.#normalBeyondTail() : this.#normalBeyondTail();
      const share = (this.uint32() + 0.5) / 2 ** 32;
      const height = heights[layer - 1]! + share * (heights[layer]! - heights[layer - 1]!);
      if (height < Math.exp(-0.5 * candidate * candidate)) return candidate;
    }
  }

  /** Marsaglia's method for the normal distribution beyond the last layer. */
  #normalBeyondTail(): number {
    const { tail } = normalLayers;
    for (;;) {
      const beyond = -Math.log(1 - this.uniform()) / tail;
      const height = -Math.log(1 - this.uniform());
      if (2 * height >= beyond * beyond) return tail + beyond;
    }
  }

  /** Fisher-Yates, in place; returns the same array. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [items[last], items[other]] = [items[other]!, items[last]!];
    }
    return items;
  }
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
