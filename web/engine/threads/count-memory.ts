/**
 * How much memory WebAssembly takes on this thread, which no browser tells: every memory is made by one constructor, or comes out of
 * an instance. Import this before anything that uses WebAssembly. Weights and data of the page itself are not in it.
 */
const memories: WebAssembly.Memory[] = [];
const { Memory, instantiate, instantiateStreaming } = WebAssembly;

WebAssembly.Memory = class extends Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
};

function noteExports(result: WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource): void {
  const { exports } = 'instance' in result ? result.instance : result;
  for (const value of Object.values(exports)) {
    if (value instanceof Memory && !memories.includes(value)) memories.push(value);
  }
}

WebAssembly.instantiate = (async (...input: Parameters<typeof instantiate>) => {
  const result = await instantiate(...input);
  noteExports(result);
  return result;
}) as typeof instantiate;

WebAssembly.instantiateStreaming = async (...input) => {
  const result = await instantiateStreaming(...input);
  noteExports(result);
  return result;
};

export function webAssemblyBytes(): number {
  return memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}
