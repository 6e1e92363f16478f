/** Programs over ONNX Runtime. The loaders are platform files: import `onnxruntime.node.ts` where Node is. */
export { type Backend, backends, type Device, devices, threadsAtOnce } from './devices.ts';
export { holdDevice, onDevice } from './hold-device.ts';
export type { ElementType, Feeds, Program, ProgramOptions, Runtime, Value, ValueData } from './program.ts';
export type { KeptArray, KeptProgram, KeptProgramOptions, Residence } from './residence.ts';
