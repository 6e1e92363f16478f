/**
 * Elementwise formulas as WebAssembly SIMD programs: four float32 at a time.
 *
 * The vectors stay ordinary Float32Arrays of their owners: they are copied block by block into a small memory,
 * computed there and copied back. A copy of 2.4 million numbers costs 0.2 ms, so nothing has to live in WebAssembly's
 * memory.
 *
 * The program is assembled by hand because it is tiny: one function, one loop, and per term of the formula one
 * instruction.
 */
import { runPlain } from './formula.plain.ts';
import { type Operation, type Plan, partsOfSum, type Rows, type Term, totalOf } from './formula.ts';
import {
  access,
  type Code,
  i32Constant,
  instantiate,
  instruction,
  localGet,
  localSet,
  localTee,
  simd,
  simdCode,
  type,
  wasmModule,
} from './wasm-encoding.ts';

/** Runs over vectors in the order of the plan. */
export type SimdProgram = (vectors: readonly Float32Array[], rows: Rows) => void;

/** Elements copied at a time: 64 KiB a vector, so that the blocks of four vectors stay in the second cache. */
const blockLength = 16384;
const blockBytes = blockLength * 4;
const pageBytes = 65536;

let sharedMemory: WebAssembly.Memory | undefined;

/**
 * Undefined where WebAssembly or its SIMD instructions are missing or forbidden. The length of a row must be divisible by
 * four, unless there is one row only.
 */
export function compileSimd(plan: Plan): SimdProgram | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  const memory = memoryFor(plan.vectors.length);
  const run = instantiate(assemble(plan), memory);
  if (run === undefined) return undefined;
  const written = plan.stores.map(({ vector }) => plan.vectors.indexOf(vector));
  const read = plan.vectors.flatMap((name, slot) =>
    plan.terms.some((term) => term.kind === 'vector' && term.name === name) ? [slot] : [],
  );
  let blocks: readonly Float32Array[] = [];
  let parts = new Float64Array(0);
  // biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one hot loop over blocks and rows, which a call a row would slow down.
  return (vectors, rows) => {
    // Memory that has grown since is another buffer.
    if (parts.buffer !== memory.buffer) {
      blocks = plan.vectors.map((_, slot) => new Float32Array(memory.buffer, slot * blockBytes, blockLength));
      parts = new Float64Array(memory.buffer, sumAddress(plan), partsOfSum);
    }
    const length = vectors[0]!.length;
    // Beyond the end a store does no harm, but a sum would: the last elements are then left to the plain version.
    const whole = plan.sum ? length - (length % 4) : length;
    const inputs = new Array<number>(2 + rows.scalars.length).fill(0);
    parts.fill(0);
    for (let start = 0; start < whole; start += blockLength) {
      const end = Math.min(start + blockLength, whole);
      for (const slot of read) blocks[slot]!.set(vectors[slot]!.subarray(start, end));
      for (let from = start; from < end; ) {
        const row = Math.floor(from / rows.length);
        const rowEnd = (row + 1) * rows.length;
        const to = Math.min(rowEnd, end);
        inputs[0] = (from - start) * 4;
        inputs[1] = (to - start) * 4;
        for (let index = 0; index < rows.scalars.length; index++) inputs[2 + index] = rows.scalars[index]![row]!;
        run(...inputs);
        if (to === rowEnd && plan.sum) {
          rows.sums[row] = totalOf(parts);
          parts.fill(0);
        }
        from = to;
      }
      for (const slot of written) vectors[slot]!.set(blocks[slot]!.subarray(0, end - start), start);
    }
    if (whole < length) {
      const rest = vectors.map((vector) => vector.subarray(whole));
      runPlain(plan, rest, { ...rows, length: length - whole }, parts);
    }
  };
}

/** One memory for all programs: they run one after the other and keep nothing in it. */
function memoryFor(vectors: number): WebAssembly.Memory {
  const pages = Math.ceil((vectors * blockBytes) / pageBytes) + 1;
  sharedMemory ??= new WebAssembly.Memory({ initial: pages });
  const present = sharedMemory.buffer.byteLength / pageBytes;
  if (present < pages) sharedMemory.grow(pages - present);
  return sharedMemory;
}

/** Where the parts of the sum stand: behind the blocks. */
const sumAddress = (plan: Plan): number => plan.vectors.length * blockBytes;

const simdOperations = {
  absolute: simd.absoluteF32,
  negate: simd.negateF32,
  squareRoot: simd.squareRootF32,
  add: simd.addF32,
  subtract: simd.subtractF32,
  multiply: simd.multiplyF32,
  divide: simd.divideF32,
  minimum: simd.minimumF32,
  maximum: simd.maximumF32,
} as const satisfies Record<Operation, number>;

/**
 * run(start, end, scalars ...): from byte to byte of the blocks. Locals: the byte where it is and that where it ends, the
 * scalars, one v128 a term, and the two halves of the sum.
 */
function assemble(plan: Plan): Uint8Array<ArrayBuffer> {
  const [index, end] = [0, 1];
  const firstScalar = 2;
  const firstTerm = firstScalar + plan.scalars.length;
  const low = firstTerm + plan.terms.length;
  const high = low + 1;
  const localOf = (term: Term): number => firstTerm + plan.terms.indexOf(term);
  const slotOf = (vector: string): number => plan.vectors.indexOf(vector) * blockBytes;
  const before: number[] = [];
  const inside: number[] = [];
  const after: number[] = [];
  for (const term of plan.terms) {
    if (term.kind === 'scalar') {
      const parameter = firstScalar + plan.scalars.indexOf(term.name);
      before.push(...localGet(parameter), ...simdCode(simd.splatF32), ...localSet(localOf(term)));
    } else if (term.kind === 'vector') {
      inside.push(...localGet(index), ...access(simd.load, slotOf(term.name)), ...localSet(localOf(term)));
    } else {
      const operands = term.operands.flatMap((operand) => localGet(localOf(operand)));
      inside.push(...operands, ...simdCode(simdOperations[term.operation]), ...localSet(localOf(term)));
    }
  }
  // Stores come after all loads: a formula sees the elements as they were.
  for (const { vector, term } of plan.stores) {
    inside.push(...localGet(index), ...localGet(localOf(term)), ...access(simd.store, slotOf(vector)));
  }
  if (plan.sum) {
    const [left, right] = [localGet(localOf(plan.sum[0])), localGet(localOf(plan.sum[1]))];
    for (const [half, local] of [low, high].entries()) {
      const offset = sumAddress(plan) + 16 * half;
      const product = [...widened(half, left), ...widened(half, right), ...simdCode(simd.multiplyF64)];
      before.push(...i32Constant(0), ...access(simd.load, offset), ...localSet(local));
      inside.push(...localGet(local), ...product, ...simdCode(simd.addF64), ...localSet(local));
      after.push(...i32Constant(0), ...localGet(local), ...access(simd.store, offset));
    }
  }
  const body = [
    ...before,
    ...[instruction.loop, type.none, ...inside],
    ...[...localGet(index), ...i32Constant(16), instruction.i32Add, ...localTee(index)],
    ...[...localGet(end), instruction.i32LessThanUnsigned, instruction.branchIf, 0, instruction.end],
    ...after,
  ];
  const parameters = [type.i32, type.i32, ...plan.scalars.map(() => type.f32)];
  return wasmModule({ parameters, locals: [{ count: plan.terms.length + 2, type: type.v128 }], body });
}

/** Two of four float32 as float64: half 0 the first two, half 1 the last two, which are moved to the front before. */
function widened(half: number, value: Code): Code {
  const lastTwoFirst = [...simdCode(simd.shuffle), ...[8, 9, 10, 11, 12, 13, 14, 15], ...[0, 1, 2, 3, 4, 5, 6, 7]];
  return [...value, ...(half === 1 ? [...value, ...lastTwoFirst] : []), ...simdCode(simd.widenLow)];
}
