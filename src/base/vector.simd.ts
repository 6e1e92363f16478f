/**
 * Elementwise formulas as WebAssembly SIMD programs: four float32 at a time.
 *
 * The vectors stay ordinary Float32Arrays of whoever owns them: they are copied block by block into a small memory,
 * computed there and copied back. A copy of 2.4 million numbers costs 0.2 ms, so nothing has to live in WebAssembly's
 * memory.
 *
 * The program is assembled by hand because it is tiny: one function, one loop, and per term of the formula one
 * instruction. Encodings: WebAssembly core specification 2.0, section 5 (binary format).
 */
import type { Operation, Plan, Term } from './elementwise.ts';

/** Runs over vectors and scalars in the order of the plan. */
export type SimdProgram = (vectors: readonly Float32Array[], scalars: readonly number[]) => void;

/** Elements copied at a time: 64 KiB a vector, so that the blocks of four vectors stay in the second cache. */
const blockLength = 16384;
const blockBytes = blockLength * 4;
const pageBytes = 65536;

let sharedMemory: WebAssembly.Memory | undefined;

/** Undefined where WebAssembly or its SIMD instructions are missing or forbidden. */
export function compileSimd(plan: Plan): SimdProgram | undefined {
  const bytes = assemble(plan);
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return undefined;
  const memory = memoryFor(plan.vectors.length);
  let run: (count: number, ...scalars: number[]) => void;
  try {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { base: { memory } });
    run = instance.exports.run as typeof run;
  } catch {
    return undefined; // A page's security policy may forbid compiling: the plain version serves.
  }
  const written = plan.stores.map(({ vector }) => plan.vectors.indexOf(vector));
  const read = plan.vectors.flatMap((name, slot) =>
    plan.terms.some((term) => term.kind === 'vector' && term.name === name) ? [slot] : [],
  );
  let blocks: readonly Float32Array[] = [];
  return (vectors, scalars) => {
    const length = vectors[0]!.length;
    // Memory that has grown since is another buffer.
    if (blocks[0]?.buffer !== memory.buffer) {
      blocks = plan.vectors.map((_, slot) => new Float32Array(memory.buffer, slot * blockBytes, blockLength));
    }
    for (let start = 0; start < length; start += blockLength) {
      const end = Math.min(start + blockLength, length);
      for (const slot of read) blocks[slot]!.set(vectors[slot]!.subarray(start, end));
      run(end - start, ...scalars);
      for (const slot of written) vectors[slot]!.set(blocks[slot]!.subarray(0, end - start), start);
    }
  };
}

/** One memory for all programs: they run one after the other and keep nothing in it. */
function memoryFor(vectors: number): WebAssembly.Memory {
  const pages = Math.ceil((vectors * blockBytes) / pageBytes);
  sharedMemory ??= new WebAssembly.Memory({ initial: pages });
  const present = sharedMemory.buffer.byteLength / pageBytes;
  if (present < pages) sharedMemory.grow(pages - present);
  return sharedMemory;
}

const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b, none: 0x40 } as const;

const instruction = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  i32Const: 0x41,
  i32LessThanUnsigned: 0x49,
  i32Add: 0x6a,
  i32ShiftLeft: 0x74,
  simdPrefix: 0xfd,
} as const;

const simd = { load: 0x00, store: 0x0b, splatF32: 0x13 } as const;

/** The number of the f32x4 instruction of each operation. */
const simdOperations = {
  absolute: 0xe0,
  negate: 0xe1,
  squareRoot: 0xe3,
  add: 0xe4,
  subtract: 0xe5,
  multiply: 0xe6,
  divide: 0xe7,
  minimum: 0xe8,
  maximum: 0xe9,
} as const satisfies Record<Operation, number>;

/** The module: memory imported as base.memory, one function run(count: i32, scalars: f32 ...) exported. */
function assemble(plan: Plan): Uint8Array<ArrayBuffer> {
  const { i32, f32 } = type;
  const functionType = [0x60, ...list([[i32], ...plan.scalars.map(() => [f32])]), 0];
  const memoryImport = [...text('base'), ...text('memory'), 0x02, 0x00, 1];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, list([functionType])),
    ...section(2, list([memoryImport])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text('run'), 0x00, 0]])),
    ...section(10, list([sized(functionBody(plan))])),
  ]);
}

/** Locals: 0 count (turned into bytes), 1.. scalars, then the byte offset, then one v128 a term. */
function functionBody(plan: Plan): number[] {
  const offset = 1 + plan.scalars.length;
  const localOf = (term: Term): number => offset + 1 + plan.terms.indexOf(term);
  const before: number[] = [];
  const inside: number[] = [];
  for (const term of plan.terms) {
    if (term.kind === 'scalar') {
      const parameter = 1 + plan.scalars.indexOf(term.name);
      before.push(...localGet(parameter), ...simdCode(simd.splatF32), ...localSet(localOf(term)));
    } else if (term.kind === 'vector') {
      inside.push(...localGet(offset), ...access(simd.load, plan, term.name), ...localSet(localOf(term)));
    } else {
      const operands = term.operands.flatMap((operand) => localGet(localOf(operand)));
      inside.push(...operands, ...simdCode(simdOperations[term.operation]), ...localSet(localOf(term)));
    }
  }
  // Stores come after all loads: a formula sees the elements as they were.
  for (const { vector, term } of plan.stores) {
    inside.push(...localGet(offset), ...localGet(localOf(term)), ...access(simd.store, plan, vector));
  }
  return [
    ...list([
      [1, type.i32],
      [...unsigned(plan.terms.length), type.v128],
    ]),
    ...before,
    ...[...localGet(0), instruction.i32Const, 2, instruction.i32ShiftLeft, ...localSet(0)],
    ...[instruction.loop, type.none, ...inside],
    ...[...localGet(offset), instruction.i32Const, 16, instruction.i32Add, instruction.localTee, ...unsigned(offset)],
    ...[...localGet(0), instruction.i32LessThanUnsigned, instruction.branchIf, 0, instruction.end],
    instruction.end,
  ];
}

const localGet = (index: number): number[] => [instruction.localGet, ...unsigned(index)];
const localSet = (index: number): number[] => [instruction.localSet, ...unsigned(index)];
const simdCode = (code: number): number[] => [instruction.simdPrefix, ...unsigned(code)];
/** Load or store at the present offset in the block of a vector; 4: aligned to 2^4 bytes. */
const access = (code: number, plan: Plan, vector: string): number[] => [
  ...simdCode(code),
  4,
  ...unsigned(plan.vectors.indexOf(vector) * blockBytes),
];

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...sized(bytes)];
const text = (value: string): number[] => sized([...value].map((character) => character.charCodeAt(0)));
