/** TODO /work/main/src/runtime/index.web.ts */
export type { WebRuntimeOptions } from './onnxruntime.web.ts';
