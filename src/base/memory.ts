/** Memory that the system does not give: to WebAssembly or to ONNX Runtime, which each say so in their own words. */
import { MachineError } from './errors.ts';

const outOfMemory = /out of memory|could not allocate memory|cannot allocate|bad_alloc|failed to allocate memory/i;

/** The MachineError for it; undefined for any other error. what: had no room, for instance `RDKit`. */
export function memoryRefused(what: string, cause: unknown): MachineError | undefined {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (!outOfMemory.test(message)) return undefined;
  return new MachineError({
    code: 'memory-short',
    what: `the memory is not enough for ${what} (${message.split('\n', 1)[0]})`,
    advice:
      'Let fewer threads and programs run, or train in smaller batches. Where the address space is limited (ulimit -v), raise the ' +
      'limit: each WebAssembly memory reserves 10 GB of it; with NODE_OPTIONS=--disable-wasm-trap-handler (Node 20.15) none does.',
    cause,
  });
}
