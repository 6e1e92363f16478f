/**
 * Seeded random streams. One seed of the user gives independent streams by name (split, initialization, shuffling,
 * dropout, noise), so that asking one for more numbers changes nothing in the others. A stream's state can be saved and
 * restored.
 *
 * Generator: xoshiro128++ (Blackman and Vigna 2019), seeded through SplitMix32 of the seed and an FNV-1a hash of the
 * name.
 */

import { stateWords } from './normals.plain.ts';
import { fillNormals } from './normals.ts';
import type { Vector } from './parameter-layout.ts';

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
      return mixed32(mixed);
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
   * Fills a vector with draws of the standard normal distribution, fast (normals.ts): other draws than normal()'s. The
   * stream itself moves on by sixteen numbers, whatever the length: they seed the generators that make the draws.
   */
  fillNormal(vector: Vector): void {
    fillNormals(
      vector,
      Int32Array.from({ length: stateWords }, () => mixed32(this.uint32())),
    );
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

/** SplitMix32's mixing of 32 bits: a permutation, so that nothing is lost. */
function mixed32(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x21f0aaad);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0x735a2d97);
  return bits ^ (bits >>> 15);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
