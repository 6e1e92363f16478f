/**
 * Many draws of the standard normal distribution, fast: 1.4 ns a number with SIMD. Defined by float32 and integer operations
 * alone, so that the numbers are the same on every machine, in every engine, and in the WebAssembly SIMD version beside
 * (normals.simd.ts), bit for bit; also where they are wanted as float64.
 *
 * Four xoshiro128++ generators (Blackman and Vigna 2019) run side by side, one a SIMD lane. Two draws of a lane give two
 * normal numbers by the method of Box and Muller (1958):
 *
 *     u = (31 bits + 1/2) / 2^31,   r = sqrt(-2 ln u),   angle uniform on the circle,   r cos(angle),  r sin(angle)
 *
 * The largest |number| possible is 6.66, which a true normal exceeds once in 4e10 draws.
 *
 *     ln u       = k ln 2 + ln m,  m in [sqrt(1/2), sqrt(2)),  ln m = 2 s (1 + s^2/3 + s^4/5 + s^6/7),  s = (m - 1)/(m + 1)
 *     cos, sin   = their series up to t^8 and t^9 for t in [-pi/4, pi/4], then exchanged and negated at random
 *
 * where what is cut off is below half a unit in the last place of a float32.
 */
const lanes = 4;
const wordsPerLane = 4;
/** 32-bit numbers that the state of the four generators consists of. */
export const stateWords = lanes * wordsPerLane;
/** Normal numbers made by one round of the four generators. */
export const roundLength = 2 * lanes;
/** Numbers made at a time. */
export const blockLength = 4096;

/** Coefficients of the series, the highest power first, as float32. */
export const series = {
  logarithm: [1 / 7, 1 / 5, 1 / 3, 1].map(Math.fround),
  cosine: [1 / 40320, -1 / 720, 1 / 24, -1 / 2, 1].map(Math.fround),
  sine: [1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1].map(Math.fround),
} as const;

export const constants = {
  /** The bits of sqrt(1/2): splitting a float32 there leaves m in [sqrt(1/2), sqrt(2)). */
  splitBits: 0x3f3504f3,
  mantissaBits: 0x007fffff,
  /** Power of two in u's denominator. */
  exponent: 31,
  twiceLn2: Math.fround(2 * Math.LN2),
  /** From a signed 32-bit integer to an angle in [-pi/4, pi/4). */
  angle: Math.fround(Math.PI / 4 / 2 ** 31),
} as const;

/** Makes `count` numbers, a multiple of roundLength, at the beginning of the block; the state moves on. */
export type MakeNormals = (state: Int32Array, block: Float32Array, count: number) => void;

export const makeNormalsPlain: MakeNormals = (state, block, count) => {
  for (let start = 0; start < count; start += roundLength) {
    for (let lane = 0; lane < lanes; lane++) {
      const radiusBits = nextOfLane(state, lane);
      const angleBits = nextOfLane(state, lane);
      boxMuller(radiusBits, angleBits, block, start + lane);
    }
  }
};

/** One step of xoshiro128++; state: [words, lanes]. */
function nextOfLane(state: Int32Array, lane: number): number {
  const a = state[lane]!;
  let b = state[lanes + lane]!;
  let c = state[2 * lanes + lane]!;
  let d = state[3 * lanes + lane]!;
  const sum = (a + d) | 0;
  const result = (((sum << 7) | (sum >>> 25)) + a) | 0;
  const shifted = b << 9;
  c ^= a;
  d ^= b;
  b ^= c;
  state[lane] = a ^ d;
  state[lanes + lane] = b;
  state[2 * lanes + lane] = c ^ shifted;
  state[3 * lanes + lane] = (d << 11) | (d >>> 21);
  return result;
}

const { fround } = Math;
/** One number as float32 and as its bits. */
const asFloat = new Float32Array(1);
const asBits = new Int32Array(asFloat.buffer);

/** The cosine's number at `place`, the sine's four places on. */
function boxMuller(radiusBits: number, angleBits: number, block: Float32Array, index: number): void {
  const { splitBits, mantissaBits, exponent, twiceLn2, angle } = constants;
  asFloat[0] = fround(radiusBits >>> 1) + 0.5;
  const fromSplit = (asBits[0]! - splitBits) | 0;
  asBits[0] = (fromSplit & mantissaBits) + splitBits;
  const m = asFloat[0]!;
  const s = fround(fround(m - 1) / fround(m + 1));
  const logarithm = fround(s * polynomial(series.logarithm, fround(s * s)));
  const halvings = fround(exponent - (fromSplit >> 23));
  const radius = fround(Math.sqrt(fround(fround(halvings * twiceLn2) - fround(4 * logarithm))));

  const t = fround(fround(angleBits & ~3) * angle);
  const square = fround(t * t);
  const cosine = polynomial(series.cosine, square);
  const sine = fround(t * polynomial(series.sine, square));
  const exchanged = (angleBits & 1) !== 0;
  const signed = (angleBits & 2) !== 0 ? -radius : radius;
  block[index] = signed * (exchanged ? sine : cosine);
  block[index + lanes] = signed * (exchanged ? cosine : sine);
}

/** By Horner's rule, every operation rounded to float32. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = coefficients[0]!;
  for (let index = 1; index < coefficients.length; index++) value = fround(fround(value * x) + coefficients[index]!);
  return value;
}
