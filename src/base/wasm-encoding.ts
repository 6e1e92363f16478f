/**
 * The bytes of WebAssembly that is assembled by hand: instructions, functions, and small modules of one memory and one function.
 * Encodings: WebAssembly core specification 3.0, section 5 (binary format).
 */

export const type = { i32: 0x7f, f32: 0x7d, v128: 0x7b, none: 0x40 } as const;

export const instruction = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  branchIf: 0x0d,
  return: 0x0f,
  select: 0x1b,
  i32IsZero: 0x45,
  i32LessThanUnsigned: 0x49,
  i32GreaterThanSigned: 0x4a,
  i32AtLeastUnsigned: 0x4f,
  i32Add: 0x6a,
  i32Subtract: 0x6b,
  i32And: 0x71,
  i32ShiftLeft: 0x74,
} as const;

/** Numbers of the SIMD instructions; a name ends with the type of the lanes where there are several. */
export const simd = {
  load: 0x00,
  loadSplat32: 0x09,
  store: 0x0b,
  constant: 0x0c,
  shuffle: 0x0d,
  splatI32: 0x11,
  splatF32: 0x13,
  and: 0x4e,
  or: 0x50,
  xor: 0x51,
  select: 0x52,
  storeLane32: 0x5a,
  storeLane64: 0x5b,
  loadZero32: 0x5c,
  loadZero64: 0x5d,
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
  /** a * b + c, rounded once or twice as the machine prefers; not in every browser. */
  multiplyAddF32: 0x105,
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
/** The same of fewer bytes, aligned to one number. */
export const accessPart = (
  code: typeof simd.loadSplat32 | typeof simd.loadZero32 | typeof simd.loadZero64,
  offset: number,
): number[] => [...simdCode(code), 2, ...unsigned(offset)];
/** Stores the first lane of the v128 on the stack. */
export const storeFirst = (code: typeof simd.storeLane32 | typeof simd.storeLane64, offset: number): number[] => [
  ...simdCode(code),
  2,
  ...unsigned(offset),
  0,
];
export const localGet = (index: number): number[] => [0x20, ...unsigned(index)];
export const localSet = (index: number): number[] => [0x21, ...unsigned(index)];
export const localTee = (index: number): number[] => [0x22, ...unsigned(index)];
export const i32Constant = (value: number): number[] => [0x41, ...signed(value)];
export const f32Constant = (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** LEB128 of 32 bits. */
export function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  const byte = value & 127;
  const rest = value >> 7;
  const done = (rest === 0 && byte < 64) || (rest === -1 && byte >= 64);
  return done ? [byte] : [byte | 128, ...signed(rest)];
}

export const sized = (bytes: Code): number[] => [...unsigned(bytes.length), ...bytes];
const list = (items: readonly Code[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, bytes: Code): number[] => [id, ...sized(bytes)];
const text = (value: string): number[] => sized([...value].map((character) => character.charCodeAt(0)));

export interface WasmFunction {
  /** Types of the parameters, which are the first locals. */
  readonly parameters: readonly number[];
  /** Types of what it returns; default nothing. */
  readonly results?: readonly number[];
  /** How many locals of which type follow. */
  readonly locals: readonly { readonly count: number; readonly type: number }[];
  readonly body: Code;
}

/** Its locals and instructions, as the code section of a module has them. */
export function functionCode({ locals, body }: Pick<WasmFunction, 'locals' | 'body'>): number[] {
  return [...list(locals.map(({ count, type }) => [...unsigned(count), type])), ...body, instruction.end];
}

/** What every module begins with: "\0asm", version 1. */
export const moduleHeader = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0] as const;

/** A module whose memory is imported as base.memory and whose one function is exported as `run`. */
export function wasmModule(code: WasmFunction): Uint8Array<ArrayBuffer> {
  const [parameters, results] = [code.parameters, code.results ?? []].map((types) => list(types.map((each) => [each])));
  const functionType = [0x60, ...parameters!, ...results!];
  const memoryImport = [...text('base'), ...text('memory'), 0x02, 0x00, 1];
  return new Uint8Array([
    ...moduleHeader,
    ...section(1, list([functionType])),
    ...section(2, list([memoryImport])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text('run'), 0x00, 0]])),
    ...section(10, list([sized(functionCode(code))])),
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
