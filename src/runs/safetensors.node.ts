/** Of a safetensors file only what says what it holds. */
import { open } from 'node:fs/promises';
import { prefixBytes } from './safetensors.ts';

/** From the first byte to the end of the header, for readSafetensorsMetadata; a file that is cut off or none is given as far as it goes. */
export async function readSafetensorsStart(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const prefix = new DataView(new ArrayBuffer(prefixBytes));
    await file.read(prefix, 0, prefixBytes, 0);
    const start = new Uint8Array(Math.min(size, prefixBytes + Number(prefix.getBigUint64(0, true))));
    await file.read(start, 0, start.length, 0);
    return start;
  } finally {
    await file.close();
  }
}
