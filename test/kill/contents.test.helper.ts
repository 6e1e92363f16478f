/** The files of a folder by what must be the same however often a run was killed: all of them, without times and what follows from them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '../../src/runs/index.ts';

/** Fields of JSON that tell time, or in which folder the run was written. */
const times = /"(seconds|moleculesPerSecond|secondsPerEpoch|created|writtenIn)": ?("[^"]*"|[-+.\de]+|null)/g;

export async function contentsOf(folder: string): Promise<Record<string, unknown>> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const contents: Record<string, unknown> = {};
  for (const name of names) {
    const path = join(folder, name);
    if ((await stat(path)).isFile()) contents[name] = contentOf(name, await readFile(path));
  }
  return contents;
}

function contentOf(name: string, bytes: Uint8Array): unknown {
  if (name.endsWith('.safetensors')) {
    const { tensors, metadata } = readSafetensors(bytes, name);
    const { 'graphsam.checksum': _checksum, ...rest } = metadata;
    const texts = Object.entries(rest).map(([key, text]) => [key, text.replaceAll(times, '"$1":0')]);
    return { tensors, metadata: Object.fromEntries(texts) };
  }
  const text = (): string => new TextDecoder().decode(bytes).replaceAll(times, '"$1":0');
  if (name.endsWith('.jsonl')) return text();
  // The order of a configuration's keys says nothing.
  if (name.endsWith('.json')) return JSON.parse(text());
  return Buffer.from(bytes).toString('base64');
}
