/**
 * What can execute a program: one entry a device, which everything else asks instead of knowing names. A device of another package
 * than these also needs its loader in onnxruntime.node.ts or onnxruntime.web.ts.
 */
export interface Device {
  /** As `--device` names it. */
  readonly option: string;
  /** For help: what it is. */
  readonly summary: string;
  /** The package of ONNX Runtime that opens it in Node. */
  readonly package: 'onnxruntime-node' | 'onnxruntime-web';
  /** Of ONNX Runtime. */
  readonly executionProvider: string;
  /** Whether it computes in float64 too, which only checks to the last digit need. */
  readonly hasFloat64: boolean;
  /** ONNX operators that it has no kernel for, and that are replaced before a program is loaded; `Scan` stands for loops. */
  readonly lacks: readonly string[];
  /** Threads of one process that may use it at the same time. */
  readonly threadsAtOnce: number;
  /** Whether its memory is that of the CPU; else weights go there and gradients come back in each step. */
  readonly memory: 'of the CPU' | 'its own';
  /**
   * Number of weights from which on they stay in its memory with the optimizer's state, unless a run says otherwise; undefined: results of
   * programs cannot stay there.
   */
  readonly keepsFrom: number | undefined;
  /** Environment of the process that its libraries read when they are loaded; what is set already stays. */
  readonly environment: Readonly<Record<string, string>>;
  /** What to install, where it does not open. */
  readonly advice: string;
  /** Undefined where browsers have no such device. */
  readonly inBrowsers: DeviceInBrowsers | undefined;
}

interface DeviceInBrowsers {
  /** As the page names it. */
  readonly option: string;
  /** What to do where it does not open. */
  readonly advice: string;
}

/** Of ONNX Runtime 1.30's WebGPU provider, of what our graphs contain. */
const withoutWebGpuKernel = ['Scan', 'OneHot', 'Sign'];

/** By the name that configurations hold (`machine.backend`). */
export const devices = {
  /** The CPU, by the native package onnxruntime-node. */
  native: {
    option: 'cpu',
    summary: 'the CPU, natively',
    package: 'onnxruntime-node',
    executionProvider: 'cpu',
    hasFloat64: true,
    lacks: [],
    threadsAtOnce: Number.POSITIVE_INFINITY,
    memory: 'of the CPU',
    // Never by itself: it is the same memory.
    keepsFrom: Number.POSITIVE_INFINITY,
    environment: {},
    advice: 'Install it again: npm install --ignore-scripts onnxruntime-node.',
    inBrowsers: undefined,
  },
  /** A GPU of any maker by WebGPU: over Vulkan on Linux, Metal on macOS, Direct3D 12 on Windows, and in browsers that have it. */
  webgpu: {
    option: 'webgpu',
    summary: 'a GPU by WebGPU',
    package: 'onnxruntime-node',
    executionProvider: 'webgpu',
    hasFloat64: false,
    lacks: withoutWebGpuKernel,
    // Two threads that compute at once end the process: microsoft/onnxruntime #32561, #31627.
    threadsAtOnce: 1,
    memory: 'its own',
    // On an H100 that gains up to a half with a million or more, and nothing with a quarter of one (docs/performance.md).
    keepsFrom: 1_000_000,
    environment: {},
    advice:
      'On Linux install libvulkan1 and the Vulkan driver of the card (of NVIDIA: libnvidia-gl with libegl1 and libgl1, which it opens; ' +
      'of AMD and Intel: mesa-vulkan-drivers, version 23 or later); `vulkaninfo` has to list it. In a container start it with the card and with ' +
      'NVIDIA_DRIVER_CAPABILITIES=all (compute alone has no Vulkan). Prebuilt are Linux x64, macOS arm64 and Windows.',
    inBrowsers: {
      option: 'webgpu',
      advice:
        'Chrome and Edge have it from version 113 on, Safari from 26, Firefox on Windows from 141, and on Linux Chrome needs the Vulkan ' +
        'driver of the card; chrome://gpu shows what is missing.',
    },
  },
  /** A card of NVIDIA by CUDA. */
  cuda: {
    option: 'cuda',
    summary: 'a card of NVIDIA by CUDA',
    package: 'onnxruntime-node',
    executionProvider: 'cuda',
    hasFloat64: true,
    lacks: [],
    threadsAtOnce: 1,
    memory: 'its own',
    // ONNX Runtime's JavaScript leaves nothing on a card but by WebGPU.
    keepsFrom: undefined,
    // Else products are rounded to 10 bits (TF32), and gradients differ in the third digit from those of the CPU.
    environment: { NVIDIA_TF32_OVERRIDE: '0' },
    advice:
      'Its provider is not in the npm package: put libonnxruntime_providers_cuda.so and libonnxruntime_providers_shared.so of the wheel ' +
      'onnxruntime-gpu of the same version (PyPI, onnxruntime/capi) into node_modules/onnxruntime-node/bin/napi-v6/linux/x64, and have ' +
      'CUDA 13 and cuDNN 9 on LD_LIBRARY_PATH. In a container start it with the card and NVIDIA_DRIVER_CAPABILITIES=compute,utility.',
    inBrowsers: undefined,
  },
  /** The CPU, by WebAssembly (onnxruntime-web): slower, and runs everywhere. */
  wasm: {
    option: 'wasm',
    summary: 'the CPU, by WebAssembly',
    package: 'onnxruntime-web',
    executionProvider: 'wasm',
    hasFloat64: true,
    lacks: [],
    threadsAtOnce: Number.POSITIVE_INFINITY,
    memory: 'of the CPU',
    keepsFrom: Number.POSITIVE_INFINITY,
    environment: {},
    advice: 'Install it again: npm install onnxruntime-web.',
    inBrowsers: { option: 'cpu', advice: 'Allow WebAssembly for this page, or use another browser.' },
  },
} as const satisfies Record<string, Device>;

export type Backend = keyof typeof devices;
export const backends = Object.keys(devices) as [Backend, ...Backend[]];

/** As many threads of a process as the device takes. backend undefined: the CPU, which takes any number. */
export function threadsAtOnce(backend: Backend | undefined, wanted: number): number {
  return backend === undefined ? wanted : Math.min(wanted, devices[backend].threadsAtOnce);
}
