/**
 * The bytes of small WebAssembly modules that are assembled by hand: one memory, one function, straight-line code in a
 * loop. Encodings: WebAssembly core specification 2.0, section 5 (binary format).
 */

export const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b, none: 0x40 } as const;

export const instruction = {
  loop: 0x03,
  end: 0x0b,
  branchIf: 0x0d,
  i32LessThanUnsigned: 0x49,
  i32Add: 0x6a,
} as const;

/** Numbers of the SIMD instructions; a name ends with the type of the lanes where there are several. */
export const simd = {
  load: 0x00,
  store: 0x0b,
  shuffle: 0x0d,
  splatI32: 0x11,
  splatF32: 0x13,
  and: 0x4e,
  or: 0x50,
  xor: 0x51,
  select: 0x52,
  widenLow: 0x5f,
  shiftLeftI32: 0xab,
  shiftRightI32: 0xac,
  shiftRightUnsignedI32: 0xad,
  addI32: 0xae,
  subtractI32: 0xb1,
  absoluteF32: 0xe0,
  negateF32: 0xe1,
  squareRootF32: 0xe3,
  addF32: 0xe4,
  subtractF32: 0xe5,
  multiplyF32: 0xe6,
  divideF32: 0xe7,
  minimumF32: 0xe8,
  maximumF32: 0xe9,
  addF64: 0xf0,
  multiplyF64: 0xf2,
  toF32: 0xfa,
} as const;

/** A stretch of instructions. */
export type Code = readonly number[];

export const simdCode = (code: number): number[] => [0xfd, ...unsigned(code)];
/** Loads or stores a v128 at the address on the stack plus `offset`; 4: aligned to 2^4 bytes. */
export const access = (code: typeof simd.load | typeof simd.store, offset: number): number[] => [
  ...simdCode(code),
  4,
  ...unsigned(offset),
];
export const localGet = (index: number): number[] => [0x20, ...unsigned(index)];
export const localSet = (index: number): number[] => [0x21, ...unsigned(index)];
export const localTee = (index: number): number[] => [0x22, ...unsigned(index)];
export const i32Constant = (value: number): number[] => [0x41, ...signed(value)];
export const f32Constant = (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** LEB128 of 32 bits. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const byte = value & 127;
  const rest = value >> 7;
  const done = (rest === 0 && byte < 64) || (rest === -1 && byte >= 64);
  return done ? [byte] : [byte | 128, ...signed(rest)];
}

const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, bytes: Code): number[] => [id, ...sized(bytes)];
const text = (value: string): number[] => sized([...value].map((character) => character.charCodeAt(0)));

export interface WasmFunction {
  /** Types of the parameters, which are the first locals. */
  readonly parameters: readonly number[];
  /** How many locals of which type follow. */
  readonly locals: readonly { readonly count: number; readonly type: number }[];
  readonly body: Code;
}

/** A module whose memory is imported as base.memory and whose one function is exported as `run`. */
export function wasmModule({ parameters, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> {
  const functionType = [0x60, ...list(parameters.map((each) => [each])), 0];
  const memoryImport = [...text('base'), ...text('memory'), 0x02, 0x00, 1];
  const declared = list(locals.map(({ count, type }) => [...unsigned(count), type]));
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
    ...section(1, list([functionType])),
    ...section(2, list([memoryImport])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text('run'), 0x00, 0]])),
    ...section(10, list([sized([...declared, ...body, instruction.end])])),
  ]);
}

/** The module's function, or undefined where WebAssembly or its SIMD instructions are missing or forbidden. */
export function instantiate(
  bytes: Uint8Array<ArrayBuffer>,
  memory: WebAssembly.Memory,
): ((...parameters: number[]) => void) | undefined {
  if (!WebAssembly.validate(bytes)) return undefined;
  try {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { base: { memory } });
    return instance.exports.run as (...parameters: number[]) => void;
  } catch {
    return undefined; // A page's security policy may forbid compiling: the plain version serves.
  }
}
