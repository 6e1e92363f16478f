/**
 * What can execute a program: one entry a device, which everything else asks instead of knowing names. A device also needs its
 * loader in onnxruntime.node.ts or onnxruntime.web.ts.
 */
export interface Device {
  /** As `--device` names it. */
  readonly option: string;
  readonly summary: string;
  /** npm package, and its execution provider. */
  readonly package: 'onnxruntime-node' | 'onnxruntime-web';
  readonly executionProvider: 'cpu' | 'wasm';
  /** Whether programs in float64 run on it (parity with reference numbers). */
  readonly float64: boolean;
  /** Whether Scan runs on it (the recurrent readout of CoMPT). */
  readonly loops: boolean;
  /** Whether results can be written into memory that the caller owns, without a copy. */
  readonly writesIntoGivenMemory: boolean;
}

/** By the name that configurations hold (`machine.backend`), fastest first. */
export const devices = {
  native: {
    option: 'cpu',
    summary: 'the CPU, by the native package',
    package: 'onnxruntime-node',
    executionProvider: 'cpu',
    float64: true,
    loops: true,
    writesIntoGivenMemory: true,
  },
  wasm: {
    option: 'wasm',
    summary: 'the CPU, by WebAssembly: slower, and runs everywhere',
    package: 'onnxruntime-web',
    executionProvider: 'wasm',
    float64: true,
    loops: true,
    writesIntoGivenMemory: false,
  },
} as const satisfies Record<string, Device>;

export type Backend = keyof typeof devices;
export const backends = Object.keys(devices) as [Backend, ...Backend[]];
