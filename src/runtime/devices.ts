/**
 * What can execute a program: one entry a device, which everything else asks instead of knowing names. A device of another package
 * than these also needs its loader in onnxruntime.node.ts or onnxruntime.web.ts.
 */
export interface Device {
  /** As `--device` names it. */
  readonly option: string;
  /** The package of ONNX Runtime that opens it. */
  readonly package: 'onnxruntime-node' | 'onnxruntime-web';
  /** Of ONNX Runtime. */
  readonly executionProvider: string;
  /** Whether results can be written into memory that the caller owns, without a copy. */
  readonly writesIntoGivenMemory: boolean;
}

/** By the name that configurations hold (`machine.backend`), fastest first. */
export const devices = {
  /** The CPU, by the native package onnxruntime-node. */
  native: {
    option: 'cpu',
    package: 'onnxruntime-node',
    executionProvider: 'cpu',
    writesIntoGivenMemory: true,
  },
  /** The CPU, by WebAssembly (onnxruntime-web): slower, and runs everywhere. */
  wasm: {
    option: 'wasm',
    package: 'onnxruntime-web',
    executionProvider: 'wasm',
    writesIntoGivenMemory: false,
  },
} as const satisfies Record<string, Device>;

export type Backend = keyof typeof devices;
export const backends = Object.keys(devices) as [Backend, ...Backend[]];
